using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>What a handshake is answered with: the contexts to choose from and our protocol. Immutable; any thread.</summary>
/// <param name="contexts">One for each certificate.</param>
/// <param name="defaultContext">The index of the one for peers that name no server, or one we do not have.</param>
/// <param name="applicationProtocol">The ALPN name; empty where ALPN plays no part.</param>
/// <param name="options">How certificates of peers are judged.</param>
internal sealed class HandshakeTerms(
    OpenSslContext[] contexts, int defaultContext, byte[] applicationProtocol, TlsOptions options)
{
    public OpenSslContext Default => contexts[defaultContext];

    /// <summary>A certificate that is signed by itself will do.</summary>
    public bool AcceptsSelfSigned => options.VerifyMode == VerifyMode.SelfSignedPeer;

    /// <summary>The client may answer with a certificate, whose chain is then verified.</summary>
    public bool AsksForCertificate => options.ClientCertificate != ClientCertificatePolicy.None;

    /// <summary>A certificate that will not do ends the handshake.</summary>
    public bool RequiresCertificate => options.ClientCertificate == ClientCertificatePolicy.Require;

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
