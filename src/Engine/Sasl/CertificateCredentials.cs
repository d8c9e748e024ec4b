using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>What a client brings to SASL EXTERNAL. The certificate is verified; what it says is up to the verifier. Immutable;
/// any thread, while the stream lasts.</summary>
/// <param name="Host">The domain that the stream is for.</param>
/// <param name="AuthorizationId">The bare JID of the account that the client asks for; null if it leaves that to the
/// certificate.</param>
/// <param name="Identities">Whom the certificate names.</param>
/// <param name="Certificate">The certificate itself: <see cref="X509Certificate.GetRawCertData"/> is its DER.</param>
public sealed record CertificateCredentials(
    Jid Host, Jid? AuthorizationId, CertificateIdentities Identities, X509Certificate2 Certificate)
{
    /// <summary>The certificate as PEM, for verifiers that ask somebody else.</summary>
    public string Pem => Certificate.ExportCertificatePem();

    /// <summary>True if the address is an account of <see cref="Host"/>, and no resource of one.</summary>
    public bool IsAccountOfHost(Jid address) =>
        address.HasLocal && address.IsBare && address.Domain.SequenceEqual(Host.Domain);
}
