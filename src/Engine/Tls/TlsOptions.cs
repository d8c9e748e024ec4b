using System.Security.Authentication;

namespace Meerkat.Engine.Tls;

/// <summary>What a server context does and what it asks of its peers. Immutable.</summary>
public sealed record TlsOptions
{
    /// <summary>Who does the cryptography. OpenSSL by default: an idle connection takes 12 to 27 KiB of memory with it and 35 with
    /// SslStream, a message 15 % less processor time; and it gives away <c>tls-exporter</c>.</summary>
    public TlsLibrary Library { get; init; } = TlsLibrary.OpenSsl;

    /// <summary>The ALPN name of direct TLS: "xmpp-client" or "xmpp-server" (XEP-0368 §3).</summary>
    public string ApplicationProtocol { get; init; } = "xmpp-client";

    /// <summary>TLS 1.2, 1.3 or both: RFC 8996 forbids older ones.</summary>
    public SslProtocols Versions { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The suites of TLS 1.2, as OpenSSL writes lists of them; null: those with forward secrecy and AEAD. OpenSSL
    /// only.</summary>
    public string? Ciphers { get; init; }

    /// <summary>Clients get tickets to resume their session with. What was found about a client's certificate goes with
    /// it.</summary>
    public bool HasSessionTickets { get; init; } = true;

    public ClientCertificatePolicy ClientCertificate { get; init; }

    public VerifyMode VerifyMode { get; init; }

    /// <summary>Whom certificates of clients are verified against.</summary>
    public TrustStore Trust { get; init; } = TrustStore.OfSystem;
}
