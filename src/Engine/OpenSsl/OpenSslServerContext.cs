using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>The server's side of TLS by OpenSSL. Immutable; any thread.</summary>
internal sealed class OpenSslServerContext : TlsServerContext
{
    private readonly HandshakeTerms _direct;
    private readonly HandshakeTerms _startTls;

    /// <exception cref="OpenSslException">OpenSSL refuses a certificate.</exception>
    public OpenSslServerContext(IReadOnlyList<ServerCertificate> certificates, TlsOptions options)
    {
        OpenSslContext[] contexts = [.. certificates.Select(certificate => new OpenSslContext(certificate, options))];
        _direct = new HandshakeTerms(contexts, Encoding.ASCII.GetBytes(options.ApplicationProtocol));
        _startTls = new HandshakeTerms(contexts, []);
    }

    internal override Task<Transport> HandshakeAsync(Transport plain, TlsStart start, BufferPool buffers) =>
        OpenSslHandshake.RunAsync(plain, start == TlsStart.Direct ? _direct : _startTls, buffers);
}
