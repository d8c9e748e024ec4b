using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>A certificate with its private key and the intermediate certificates sent along. Immutable.</summary>
public sealed class ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection intermediates)
{
    private readonly Lazy<byte[]?> _endPointBinding =
        new(() => TlsServerEndPoint.TryCompute(certificate, out byte[] data) ? data : null);

    public X509Certificate2 Certificate { get; } = certificate;

    public X509Certificate2Collection Intermediates { get; } = intermediates;

    /// <summary>The data of <c>tls-server-end-point</c> (RFC 5929 §4), if the certificate has one.</summary>
    internal byte[]? EndPointBinding => _endPointBinding.Value;

    /// <summary>RFC 6125: whether the certificate names the domain, as such or by a wildcard.</summary>
    public bool Matches(string domain) =>
        Certificate.MatchesHostname(domain, allowWildcards: true, allowCommonName: false);
}
