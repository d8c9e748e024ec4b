using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>A TLS session without TLS: what a handshake would have found about the client's certificate.</summary>
internal sealed class TestTlsSession(X509Certificate2? certificate, PeerVerdict verdict) : TlsSession
{
    public override SslProtocols Protocol => SslProtocols.Tls13;

    public override TlsCipherSuite CipherSuite => TlsCipherSuite.TLS_AES_256_GCM_SHA384;

    public override string? ApplicationProtocol => null;

    public override string? ServerName => null;

    public override X509Certificate2? PeerCertificate => certificate;

    public override PeerVerdict PeerVerdict => verdict;

    public override bool TryGetChannelBinding(ChannelBindingType type, [NotNullWhen(true)] out byte[]? data)
    {
        data = null;
        return false;
    }
}
