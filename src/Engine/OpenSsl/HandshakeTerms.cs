namespace Meerkat.Engine.OpenSsl;

/// <summary>What a handshake is answered with: the contexts to choose from and our protocol. Immutable; any thread.</summary>
/// <param name="contexts">The first is the default: for peers that name no server, or one we do not have.</param>
/// <param name="applicationProtocol">The ALPN name; empty where ALPN plays no part.</param>
internal sealed class HandshakeTerms(OpenSslContext[] contexts, byte[] applicationProtocol)
{
    public OpenSslContext Default => contexts[0];

    public bool HasChoice => contexts.Length > 1;

    public ReadOnlySpan<byte> ApplicationProtocol => applicationProtocol;

    /// <summary>The context for the server that the peer has named.</summary>
    public OpenSslContext Select(string serverName)
    {
        // The peer's word: what is no name of a host at all must not reach the comparison with certificates.
        if (Uri.CheckHostName(serverName) == UriHostNameType.Unknown) return Default;
        return Array.Find(contexts, context => context.Certificate.Matches(serverName)) ?? Default;
    }

    /// <summary>The context with this handle.</summary>
    public OpenSslContext Find(nint handle) =>
        Array.Find(contexts, context => context.Handle.DangerousGetHandle() == handle) ?? Default;
}
