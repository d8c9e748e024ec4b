namespace Meerkat.Engine.Tls;

/// <summary>What a server context asks of its peers. Immutable.</summary>
public sealed record TlsOptions
{
    /// <summary>Who does the cryptography. OpenSSL by default: it takes a third of the memory and half the time of SslStream,
    /// and gives away <c>tls-exporter</c>.</summary>
    public TlsLibrary Library { get; init; } = TlsLibrary.OpenSsl;

    /// <summary>The ALPN name of direct TLS: "xmpp-client" or "xmpp-server" (XEP-0368 §3).</summary>
    public string ApplicationProtocol { get; init; } = "xmpp-client";

    /// <summary>Ask for a client certificate, for SASL EXTERNAL. It is not verified here, and none is fine.</summary>
    public bool AsksForClientCertificate { get; init; }
}
