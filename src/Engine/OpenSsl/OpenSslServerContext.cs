using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>The server's side of TLS by OpenSSL. Immutable; any thread.</summary>
internal sealed class OpenSslServerContext : TlsServerContext
{
    private readonly IReadOnlyList<ServerCertificate> _certificates;
    private readonly OpenSslContext[] _contexts;
    private readonly TlsOptions _options;
    private readonly int _default;
    private readonly HandshakeTerms _direct;
    private readonly HandshakeTerms _startTls;

    /// <exception cref="OpenSslException">OpenSSL refuses a certificate or a setting.</exception>
    public OpenSslServerContext(IReadOnlyList<ServerCertificate> certificates, TlsOptions options)
        : this(certificates, [.. certificates.Select(certificate => new OpenSslContext(certificate, options))], options, 0)
    {
    }

    private OpenSslServerContext(
        IReadOnlyList<ServerCertificate> certificates, OpenSslContext[] contexts, TlsOptions options, int defaultContext)
    {
        (_certificates, _contexts, _options, _default) = (certificates, contexts, options, defaultContext);
        _direct = new HandshakeTerms(contexts, defaultContext, Encoding.ASCII.GetBytes(options.ApplicationProtocol), options);
        _startTls = new HandshakeTerms(contexts, defaultContext, [], options);
    }

    public override TlsServerContext ForDomain(string domain)
    {
        int index = IndexOf(_certificates, domain);
        return index == _default ? this : new OpenSslServerContext(_certificates, _contexts, _options, index);
    }

    internal override TlsHandshake NewHandshake(Connection connection, Transport plain, TlsStart start, Network network) =>
        new OpenSslHandshake(connection, plain, start == TlsStart.Direct ? _direct : _startTls, network);
}
