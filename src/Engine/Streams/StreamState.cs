namespace Meerkat.Engine.Streams;

/// <summary>How far a client's stream has come (RFC 6120 §4, §5, §6, §7).</summary>
public enum StreamState : byte
{
    /// <summary>The client's stream header is awaited: at first, after TLS and after SASL (§4.3.3).</summary>
    AwaitingHeader,

    /// <summary>Features are offered: STARTTLS or SASL is awaited (§5, §6).</summary>
    Negotiating,

    /// <summary>The TLS handshake is under way (§5.4.3).</summary>
    TlsHandshake,

    /// <summary>A SASL exchange is under way: a response is awaited (§6.4).</summary>
    Authenticating,

    /// <summary>Authenticated: a resource must be bound before anything else (§7).</summary>
    Binding,

    /// <summary>A resource is bound: stanzas flow (§8).</summary>
    Bound,

    /// <summary>The closing tag or a stream error is on its way (§4.4).</summary>
    Closing,

    /// <summary>The connection is gone.</summary>
    Closed,
}
