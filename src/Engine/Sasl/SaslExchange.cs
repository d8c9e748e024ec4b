using System.Diagnostics;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// One attempt to authenticate with one mechanism. Owned by the stream that started it, which calls it from its turn,
/// one message at a time, and disposes it at the end or when the peer aborts, never while a step is awaited.
/// </summary>
internal abstract class SaslExchange : IDisposable
{
    // PLAIN is the longest of today's: three fields of at most 1023 bytes each by RFC 7622 §3.1 for the names, and as
    // much for the password, is 4 KiB. Twice that leaves room for SCRAM extensions.
    private const int MaxMessageBytes = 8 * 1024;

    private Expectation _expectation = Expectation.InitialResponse;

    /// <summary>Those that the attempt was started under.</summary>
    internal SaslConditions Conditions { get; set; }

    /// <summary>
    /// Takes the decoded initial response, and later the responses. Null: &lt;auth/&gt; came without one; an empty
    /// message is one of no bytes ("="). The bytes are borrowed until this method returns, not until the step is there.
    /// An exception of the account store passes through.
    /// </summary>
    public ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte>? message)
    {
        if (_expectation == Expectation.Nothing)
            return new(SaslStep.Fail(SaslFailure.MalformedRequest));

        if (message is null && AsksForInitialResponse)
            return new(AskForInitialResponse());

        ReadOnlyMemory<byte> bytes = message ?? ReadOnlyMemory<byte>.Empty;

        _expectation = Expectation.Response;
        return bytes.Length > MaxMessageBytes
            ? new(Fail(SaslFailure.MalformedRequest, "SASL message too long"))
            : NextAsync(bytes.Span);
    }

    /// <summary>False: an &lt;auth/&gt; without an initial response is one with an empty one.</summary>
    protected virtual bool AsksForInitialResponse => true;

    public virtual void Dispose() => _expectation = Expectation.Nothing;

    /// <summary>Takes the next message; <paramref name="message"/> is borrowed for the synchronous part.</summary>
    protected abstract ValueTask<SaslStep> NextAsync(ReadOnlySpan<byte> message);

    /// <summary>The attempt is over: whatever comes now is refused.</summary>
    protected SaslStep Fail(SaslFailure failure, string? text = null)
    {
        _expectation = Expectation.Nothing;
        return SaslStep.Fail(failure, text);
    }

    /// <inheritdoc cref="Fail"/>
    protected SaslStep Succeed(byte[]? additionalData, Parser.Jids.Jid account)
    {
        Debug.Assert(account.IsBare && account.HasLocal);
        _expectation = Expectation.Nothing;
        return MayLogIn(account) ? SaslStep.Success(additionalData, account) : SaslStep.Deny(account);
    }

    /// <summary>Asked once the credentials were found to be right, so that the answer tells nobody else whether the account
    /// exists.</summary>
    protected bool MayLogIn(Parser.Jids.Jid account) => Conditions.Access?.MayLogIn(account, Conditions.Address) ?? true;

    /// <summary>The credentials are right, but the operator does not want the account to log in.</summary>
    protected SaslStep Deny(Parser.Jids.Jid account)
    {
        _expectation = Expectation.Nothing;
        return SaslStep.Deny(account);
    }

    // RFC 4422 §5: all mechanisms here are client-first; an empty challenge asks for the first message.
    private SaslStep AskForInitialResponse()
    {
        if (_expectation != Expectation.InitialResponse)
            return Fail(SaslFailure.MalformedRequest);

        _expectation = Expectation.Response;
        return SaslStep.Challenge([]);
    }

    private enum Expectation : byte
    {
        InitialResponse,
        Response,
        Nothing,
    }
}
