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

    /// <summary>The certificate the peer showed, whatever it is worth: see <see cref="PeerVerdict"/>. Owned by the
    /// session.</summary>
    public abstract X509Certificate2? PeerCertificate { get; }

    /// <summary>Whether <see cref="PeerCertificate"/> proves anything. Of a resumed session what the first handshake found,
    /// unless the certificate has run out since.</summary>
    public abstract PeerVerdict PeerVerdict { get; }

    /// <summary>Whether <see cref="TryGetChannelBinding"/> would find one, without making it where that can be told.</summary>
    public virtual bool HasChannelBinding(ChannelBindingType type) => TryGetChannelBinding(type, out _);

    /// <summary>The channel binding data for SCRAM-PLUS (RFC 5929, RFC 9266), where this handshake has one.</summary>
    public abstract bool TryGetChannelBinding(ChannelBindingType type, [NotNullWhen(true)] out byte[]? data);
}
