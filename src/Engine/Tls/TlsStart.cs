namespace Meerkat.Engine.Tls;

/// <summary>How a connection comes to its handshake.</summary>
public enum TlsStart : byte
{
    /// <summary>RFC 6120 §5: after &lt;proceed/&gt;. ALPN plays no part.</summary>
    StartTls,

    /// <summary>XEP-0368: the first bytes are a ClientHello. A peer that offers ALPN must offer our protocol.</summary>
    Direct,
}
