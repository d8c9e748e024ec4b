using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// The server's side of one SCRAM attempt (RFC 5802 §5): client-first, server-first, client-final, and server-final as
/// additional data with success. Owned by the stream; called on its turn.
/// </summary>
internal sealed class ScramExchange(
    ScramMechanism mechanism, ScramBindingRule bindingRule, IChannelBindings bindings, Jid host) : SaslExchange
{
    private readonly ScramHash _hash = mechanism.Hash;

    // Set together once the first message is answered; null before.
    private byte[]? _nonce;
    private byte[] _expectedBinding = [];
    private SaslAccount _account;

    // "client-first-message-bare,server-first-message,": the AuthMessage up to the client's final message.
    private byte[] _authMessageStart = [];

    /// <summary>The attribute <c>h</c> of XEP-0474; empty to leave it out.</summary>
    public byte[] HashOfOffer { get; init; } = [];

    protected override ValueTask<SaslStep> NextAsync(ReadOnlySpan<byte> message) =>
        _nonce is null ? TakeFirstAsync(message) : new(TakeFinal(message));

    private ValueTask<SaslStep> TakeFirstAsync(ReadOnlySpan<byte> message)
    {
        if (!ScramClientFirst.TryParse(message, out ScramClientFirst first))
            return new(Fail(SaslFailure.MalformedRequest));
        if (!TryAgreeOnBinding(in first, out ReadOnlyMemory<byte> bindingData, out SaslStep refusal))
            return new(refusal);

        Jid? account = SaslAccounts.Prepare(first.Username, host);
        if (!SaslAccounts.IsAllowed(first.Authzid, account))
            return new(Fail(SaslFailure.InvalidAuthzid));

        _expectedBinding = SaslBase64.Encode([.. first.Gs2Header, .. bindingData.Span]);
        byte[] nonce = [.. first.Nonce, .. mechanism.CreateNonce()];
        byte[] bare = first.Bare.ToArray();
        return ChallengeAsync(bare, nonce, mechanism.Accounts.FindAsync(account, first.Username, _hash));
    }

    // The error texts are those of RFC 5802 §7.
    private bool TryAgreeOnBinding(in ScramClientFirst first, out ReadOnlyMemory<byte> data, out SaslStep refusal)
    {
        data = default;
        refusal = default;
        bool isUsed = first.BindingFlag == 'p';
        if (isUsed != (bindingRule == ScramBindingRule.Required))
        {
            refusal = Fail(SaslFailure.MalformedRequest, "the channel-binding flag does not fit the mechanism");
            return false;
        }

        // RFC 5802 §6: with 'y' the client would have used a binding, had it seen the offer.
        if (first.BindingFlag == 'y' && bindingRule == ScramBindingRule.OfferedNotChosen)
        {
            refusal = Fail(SaslFailure.NotAuthorized, "server-does-support-channel-binding");
            return false;
        }

        if (!isUsed || TryGetBinding(first.BindingName, out data))
            return true;

        refusal = Fail(SaslFailure.NotAuthorized, "unsupported-channel-binding-type");
        return false;
    }

    private bool TryGetBinding(ReadOnlySpan<byte> name, out ReadOnlyMemory<byte> data)
    {
        data = default;
        return ChannelBindingNames.TryParse(name, out ChannelBindingType type) && bindings.TryGet(type, out data);
    }

    private async ValueTask<SaslStep> ChallengeAsync(
        byte[] clientFirstBare, byte[] nonce, ValueTask<SaslAccount> accountLookup)
    {
        _account = await accountLookup.ConfigureAwait(false);
        _nonce = nonce;
        byte[] serverFirst = WriteServerFirst(nonce);
        _authMessageStart = [.. clientFirstBare, (byte)',', .. serverFirst, (byte)','];
        return SaslStep.Challenge(serverFirst);
    }

    // server-first-message, with XEP-0474 among the extensions that RFC 5802 §5.1 has clients ignore.
    private byte[] WriteServerFirst(ReadOnlySpan<byte> nonce)
    {
        Span<byte> iterations = stackalloc byte[11];
        Utf8Formatter.TryFormat(_account.Keys.Iterations, iterations, out int digits);
        return
        [
            .. "r="u8, .. nonce,
            .. ",s="u8, .. SaslBase64.Encode(_account.Keys.Salt),
            .. ",i="u8, .. iterations[..digits],
            .. HashOfOffer.Length == 0 ? ReadOnlySpan<byte>.Empty : ",h="u8, .. HashOfOffer,
        ];
    }

    private SaslStep TakeFinal(ReadOnlySpan<byte> message)
    {
        if (!ScramClientFinal.TryParse(message, out ScramClientFinal final) || final.Proof.Length != _hash.Bytes)
            return Fail(SaslFailure.MalformedRequest);
        if (!final.ChannelBinding.SequenceEqual(_expectedBinding))
            return RefuseBinding(final.ChannelBinding);
        if (!final.Nonce.SequenceEqual(_nonce))
            return Fail(SaslFailure.NotAuthorized);

        byte[] authMessage = [.. _authMessageStart, .. final.WithoutProof];
        bool isProven = IsProven(authMessage, final.Proof);
        return isProven && _account.Jid is { } account
            ? Succeed(WriteServerFinal(authMessage), account)
            : Fail(SaslFailure.NotAuthorized);
    }

    private SaslStep RefuseBinding(ReadOnlySpan<byte> encoded) => SaslBase64.TryDecode(encoded, out _)
        ? Fail(SaslFailure.NotAuthorized, "channel-bindings-dont-match")
        : Fail(SaslFailure.MalformedRequest);

    // RFC 5802 §3: ClientKey = ClientProof XOR HMAC(StoredKey, AuthMessage); StoredKey = H(ClientKey).
    private bool IsProven(ReadOnlySpan<byte> authMessage, ReadOnlySpan<byte> proof)
    {
        Debug.Assert(proof.Length == _hash.Bytes);
        Span<byte> clientKey = stackalloc byte[_hash.Bytes];
        _hash.Hmac(_account.Keys.StoredKey, authMessage, clientKey);
        for (int i = 0; i < clientKey.Length; i++)
            clientKey[i] ^= proof[i];

        Span<byte> storedKey = stackalloc byte[_hash.Bytes];
        _hash.Hash(clientKey, storedKey);
        CryptographicOperations.ZeroMemory(clientKey);
        return CryptographicOperations.FixedTimeEquals(storedKey, _account.Keys.StoredKey);
    }

    private byte[] WriteServerFinal(ReadOnlySpan<byte> authMessage)
    {
        Span<byte> signature = stackalloc byte[_hash.Bytes];
        _hash.Hmac(_account.Keys.ServerKey, authMessage, signature);
        return [.. "v="u8, .. SaslBase64.Encode(signature)];
    }
}
