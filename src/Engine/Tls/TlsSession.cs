using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>What a handshake agreed on. Set once, before OnTlsEstablished; any thread.</summary>
public abstract class TlsSession
{
    public abstract SslProtocols Protocol { get; }

    public abstract TlsCipherSuite CipherSuite { get; }

    /// <summary>The ALPN name agreed on, or null when the peer offered none.</summary>
    public abstract string? ApplicationProtocol { get; }

    /// <summary>The server name the peer asked for (SNI), or null.</summary>
    public abstract string? ServerName { get; }

    /// <summary>The certificate the peer showed, unverified: SASL EXTERNAL verifies it. Owned by the session.</summary>
    public abstract X509Certificate2? PeerCertificate { get; }

    /// <summary>The channel binding data for SCRAM-PLUS (RFC 5929, RFC 9266), where this handshake has one.</summary>
    public abstract bool TryGetChannelBinding(ChannelBindingType type, [NotNullWhen(true)] out byte[]? data);
}
