using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>A certificate with its private key and the intermediate certificates sent along. Immutable.</summary>
public sealed class ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection intermediates)
{
    public X509Certificate2 Certificate { get; } = certificate;

    public X509Certificate2Collection Intermediates { get; } = intermediates;

    /// <summary>RFC 6125: whether the certificate names the domain, as such or by a wildcard.</summary>
    public bool Matches(string domain) =>
        Certificate.MatchesHostname(domain, allowWildcards: true, allowCommonName: false);
}
