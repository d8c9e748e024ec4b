using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>What the server answers to one SASL message of the peer. A value; any thread.</summary>
internal readonly record struct SaslStep
{
    private SaslStep(SaslStepKind kind, byte[]? data = null, Jid? account = null)
    {
        Kind = kind;
        Data = data;
        Account = account;
    }

    public SaslStepKind Kind { get; }

    /// <summary>Meaningful for <see cref="SaslStepKind.Failure"/> only.</summary>
    public SaslFailure Failure { get; private init; }

    /// <summary>
    /// The challenge, or the additional data with success (RFC 6120 §6.3.10); null if success carries none.
    /// </summary>
    public byte[]? Data { get; }

    /// <summary>The bare JID whose credentials were right: with success, and where it may not log in all the same.</summary>
    public Jid? Account { get; }

    /// <summary>For a person debugging a client, in English; never SASL data. Often null.</summary>
    public string? Text { get; private init; }

    public static SaslStep Challenge(byte[] data) => new(SaslStepKind.Challenge, data);

    public static SaslStep Success(byte[]? additionalData, Jid account) =>
        new(SaslStepKind.Success, additionalData, account);

    public static SaslStep Fail(SaslFailure failure, string? text = null) =>
        new(SaslStepKind.Failure) { Failure = failure, Text = text };

    /// <summary>RFC 6120 §6.5.2. With <c>not-authorized</c> clients would ask for another password.</summary>
    public static SaslStep Deny(Jid account) => new(SaslStepKind.Failure, account: account)
    {
        Failure = SaslFailure.AccountDisabled,
        Text = "This account may not log in here.",
    };

    /// <summary>Without the data: it must never reach a log.</summary>
    public override string ToString() => Kind == SaslStepKind.Failure ? $"Failure {Failure}" : Kind.ToString();
}
