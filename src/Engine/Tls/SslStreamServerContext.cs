using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>The server's side of TLS by SslStream. Immutable; any thread.</summary>
internal sealed class SslStreamServerContext : TlsServerContext
{
    private readonly Entry[] _entries;

    public SslStreamServerContext(IReadOnlyList<ServerCertificate> certificates, TlsOptions options)
    {
        _entries = new Entry[certificates.Count];
        for (int i = 0; i < _entries.Length; i++)
            _entries[i] = new Entry(certificates[i], options);
    }

    internal override Task<Transport> HandshakeAsync(Transport plain, TlsStart start, BufferPool buffers) =>
        SslStreamTransport.AuthenticateAsync(plain, this, start);

    internal (ServerCertificate Certificate, SslServerAuthenticationOptions Options) Select(string serverName, TlsStart start)
    {
        Entry entry = _entries[0];
        if (serverName.Length > 0)
            entry = Array.Find(_entries, candidate => candidate.Certificate.Matches(serverName)) ?? entry;
        return (entry.Certificate, start == TlsStart.Direct ? entry.DirectOptions : entry.StartTlsOptions);
    }

    private static bool AcceptUnverified(
        object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    private sealed class Entry
    {
        public Entry(ServerCertificate certificate, TlsOptions options)
        {
            Certificate = certificate;
            var context = SslStreamCertificateContext.Create(
                certificate.Certificate, certificate.Intermediates, offline: true);
            StartTlsOptions = OptionsFor(context, options);
            DirectOptions = OptionsFor(context, options);
            // SslStream refuses a list without our name with the alert no_application_protocol, and accepts no list.
            DirectOptions.ApplicationProtocols = [new SslApplicationProtocol(options.ApplicationProtocol)];
        }

        public ServerCertificate Certificate { get; }

        public SslServerAuthenticationOptions StartTlsOptions { get; }

        public SslServerAuthenticationOptions DirectOptions { get; }

        private static SslServerAuthenticationOptions OptionsFor(SslStreamCertificateContext context, TlsOptions options) =>
            new()
            {
                ServerCertificateContext = context,
                // RFC 8996 forbids older ones. Said here, not left to the system's OpenSSL configuration.
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                AllowRenegotiation = false,
                EncryptionPolicy = EncryptionPolicy.RequireEncryption,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                ClientCertificateRequired = options.AsksForClientCertificate,
#pragma warning disable CA5359 // The peer is a client. SASL EXTERNAL verifies it, where domain and account are known.
                RemoteCertificateValidationCallback = AcceptUnverified,
#pragma warning restore CA5359
            };
    }
}
