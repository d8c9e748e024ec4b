using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>The server's side of TLS by SslStream. Immutable; any thread.</summary>
internal sealed class SslStreamServerContext : TlsServerContext
{
    // clientAuth (RFC 5280 §4.2.1.12)
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly IReadOnlyList<ServerCertificate> _certificates;
    private readonly SslStreamCertificateContext[] _contexts;
    private readonly TlsOptions _options;
    private readonly int _default;

    /// <exception cref="NotSupportedException">An option needs OpenSSL.</exception>
    public SslStreamServerContext(IReadOnlyList<ServerCertificate> certificates, TlsOptions options)
    {
        if (options.Ciphers is not null) throw new NotSupportedException("SslStream takes no list of ciphers in OpenSSL's form.");
        if (options.Trust.RevocationLists.Count > 0) throw new NotSupportedException("SslStream takes no revocation lists.");

        _certificates = certificates;
        _contexts = [.. certificates.Select(certificate => ContextOf(certificate, options))];
        _options = options;
    }

    private SslStreamServerContext(SslStreamServerContext other, int defaultCertificate)
    {
        (_certificates, _contexts, _options) = (other._certificates, other._contexts, other._options);
        _default = defaultCertificate;
    }

    public override TlsServerContext ForDomain(string domain)
    {
        int index = IndexOf(_certificates, domain);
        return index == _default ? this : new SslStreamServerContext(this, index);
    }

    internal override TlsHandshake NewHandshake(Connection connection, Transport plain, TlsStart start, Network network) =>
        new SslStreamHandshake(connection, plain, this, start, network);

    internal SslStreamPeerCheck NewPeerCheck() => new(_options);

    internal (ServerCertificate Certificate, SslServerAuthenticationOptions Options) Select(
        string serverName, TlsStart start, SslStreamPeerCheck check)
    {
        int index = _default;
        for (int i = 0; i < _certificates.Count && serverName.Length > 0; i++)
        {
            if (!_certificates[i].Matches(serverName)) continue;
            index = i;
            break;
        }

        SslServerAuthenticationOptions options = OptionsFor(_contexts[index], check);
        // SslStream refuses a list without our name with the alert no_application_protocol, and accepts no list.
        if (start == TlsStart.Direct)
            options.ApplicationProtocols = [new SslApplicationProtocol(_options.ApplicationProtocol)];
        return (_certificates[index], options);
    }

    private static SslStreamCertificateContext ContextOf(ServerCertificate certificate, TlsOptions options)
    {
        SslCertificateTrust? trust = null;
        if (options is { ClientCertificate: not ClientCertificatePolicy.None, Trust.Authorities: { } authorities })
            trust = SslCertificateTrust.CreateForX509Collection(authorities, sendTrustInHandshake: true);
        return SslStreamCertificateContext.Create(
            certificate.Certificate, certificate.Intermediates, offline: true, trust);
    }

    private SslServerAuthenticationOptions OptionsFor(SslStreamCertificateContext context, SslStreamPeerCheck check)
    {
        bool asks = _options.ClientCertificate != ClientCertificatePolicy.None;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = context,
            // Said here, not left to the system's OpenSSL configuration.
            EnabledSslProtocols = _options.Versions,
            AllowRenegotiation = false,
            // SslStream verifies a resumed certificate anew, but without the chain that the client showed at first.
            AllowTlsResume = _options.HasSessionTickets && !asks,
            EncryptionPolicy = EncryptionPolicy.RequireEncryption,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = asks ? ChainPolicy() : null,
            ClientCertificateRequired = asks,
            RemoteCertificateValidationCallback = check.Check,
        };
    }

    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(ClientAuth));
        if (_options.Trust.Authorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }
}
