using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>Whom certificates of peers are verified against. Immutable; any thread.</summary>
/// <param name="authorities">The trusted authorities, whose names are sent to clients that are asked; null: those the system
/// trusts, whose names are not sent.</param>
/// <param name="revocationLists">Revocation lists as DER. With any, a certificate is refused unless there is a current list of
/// each issuer in its chain, and it is on none.</param>
public sealed class TrustStore(X509Certificate2Collection? authorities, IReadOnlyList<byte[]> revocationLists)
{
    /// <summary>The authorities that the operating system trusts.</summary>
    public static TrustStore OfSystem { get; } = new(null, []);

    public X509Certificate2Collection? Authorities => authorities;

    public IReadOnlyList<byte[]> RevocationLists => revocationLists;
}
