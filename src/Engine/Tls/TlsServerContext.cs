using System.Globalization;
using Meerkat.Engine.Net;
using Meerkat.Engine.OpenSsl;

namespace Meerkat.Engine.Tls;

/// <summary>
/// The server's side of TLS: certificates, versions, ALPN. Immutable and shared by all connections of a listener;
/// new certificates are a new context, which handshakes from then on use.
/// </summary>
public abstract class TlsServerContext
{
    /// <param name="certificates">The first is the default: for peers that name no server, or one we do not have.</param>
    /// <param name="options">What is asked of peers, and which library does it.</param>
    /// <exception cref="OpenSslException">OpenSSL refuses a certificate or a setting.</exception>
    public static TlsServerContext Create(IReadOnlyList<ServerCertificate> certificates, TlsOptions options)
    {
        if (certificates.Count == 0)
            throw new ArgumentException("At least one certificate is needed.", nameof(certificates));

        return options.Library == TlsLibrary.OpenSsl
            ? new OpenSslServerContext(certificates, options)
            : new SslStreamServerContext(certificates, options);
    }

    /// <summary>The same, but with the certificate of this domain for peers that name no server: known from the stream's
    /// 'to' where STARTTLS comes after a header.</summary>
    /// <param name="domain">In prepared form; may be internationalized.</param>
    public abstract TlsServerContext ForDomain(string domain);

    /// <summary>The index of the certificate that names the domain; 0, the default, where none does.</summary>
    private protected static int IndexOf(IReadOnlyList<ServerCertificate> certificates, string domain)
    {
        // Most servers have one certificate: nothing to choose.
        if (certificates.Count == 1 || !TryToAscii(domain, out string ascii)) return 0;

        for (int i = 0; i < certificates.Count; i++)
        {
            if (certificates[i].Matches(ascii)) return i;
        }

        return 0;
    }

    // Certificates name internationalized domains by their A-labels (RFC 5280 §7.2).
    private static bool TryToAscii(string domain, out string ascii)
    {
        try
        {
            ascii = new IdnMapping().GetAscii(domain);
            return Uri.CheckHostName(ascii) != UriHostNameType.Unknown;
        }
        catch (ArgumentException)
        {
            ascii = "";
            return false;
        }
    }

    /// <summary>
    /// A handshake over the connection's transport, which must be idle when it begins. Disposing the transport ends it.
    /// </summary>
    internal abstract TlsHandshake NewHandshake(Connection connection, Transport plain, TlsStart start, Network network);
}
