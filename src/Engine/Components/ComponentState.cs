namespace Meerkat.Engine.Components;

/// <summary>How far a component's stream has come (XEP-0114 §3).</summary>
internal enum ComponentState : byte
{
    /// <summary>TLS comes first on this listener.</summary>
    TlsHandshake,

    AwaitingHeader,

    /// <summary>The server's header is sent: the digest of its id and the password is awaited.</summary>
    AwaitingHandshake,

    /// <summary>The password is right, but the domain is taken: perhaps by a connection whose end is about to be heard of.</summary>
    AwaitingDomain,

    /// <summary>The domain is the component's: stanzas flow.</summary>
    Established,

    /// <summary>The closing tag or a stream error is on its way.</summary>
    Closing,

    /// <summary>The connection is gone.</summary>
    Closed,
}
