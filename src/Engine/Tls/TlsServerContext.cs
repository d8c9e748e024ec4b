using Meerkat.Engine.Net;
using Meerkat.Engine.OpenSsl;

namespace Meerkat.Engine.Tls;

/// <summary>
/// The server's side of TLS: certificates, versions, ALPN. Immutable and shared by all connections of a listener;
/// new certificates are a new context, which handshakes from then on use.
/// </summary>
public abstract class TlsServerContext
{
    /// <param name="certificates">The first is the default: for peers that name no server, or one we do not have.</param>
    /// <param name="options">What is asked of peers, and which library does it.</param>
    /// <exception cref="OpenSslException">OpenSSL refuses a certificate.</exception>
    public static TlsServerContext Create(IReadOnlyList<ServerCertificate> certificates, TlsOptions options)
    {
        if (certificates.Count == 0)
            throw new ArgumentException("At least one certificate is needed.", nameof(certificates));

        return options.Library == TlsLibrary.OpenSsl
            ? new OpenSslServerContext(certificates, options)
            : new SslStreamServerContext(certificates, options);
    }

    /// <summary>
    /// Secures the transport, which must be idle. Throws when the peer or the transport fails. Disposing the transport ends it.
    /// </summary>
    internal abstract Task<Transport> HandshakeAsync(Transport plain, TlsStart start, BufferPool buffers);
}
