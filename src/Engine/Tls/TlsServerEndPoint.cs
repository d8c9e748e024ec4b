using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>
/// The channel binding <c>tls-server-end-point</c> (RFC 5929 §4). Compute it once per certificate; any thread.
/// </summary>
internal static class TlsServerEndPoint
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    // RFC 4055 §3.1: the hash of RSASSA-PSS is SHA-1 where the parameters leave it out.
    private const string Sha1 = "1.3.14.3.2.26";

    /// <summary>
    /// The hash of the certificate the server presents. False if its signature algorithm has not exactly one hash, as
    /// with Ed25519 and Ed448: RFC 5929 §4.1 leaves the binding undefined then, and guesses of peers differ.
    /// </summary>
    public static bool TryCompute(X509Certificate2 certificate, out byte[] data)
    {
        data = [];
        if (!TryGetHash(certificate, out HashAlgorithmName hash))
            return false;

        data = CryptographicOperations.HashData(hash, certificate.RawDataMemory.Span);
        return true;
    }

    private static bool TryGetHash(X509Certificate2 certificate, out HashAlgorithmName hash)
    {
        string? algorithm = certificate.SignatureAlgorithm.Value;
        if (algorithm == RsaPss)
            algorithm = ReadPssHash(certificate.RawDataMemory);

        hash = HashOf(algorithm);
        return hash.Name is not null;
    }

    // RFC 5929 §4.1: MD5 and SHA-1 are replaced by SHA-256.
    // Long by design: one case per algorithm.
    private static HashAlgorithmName HashOf(string? algorithm) => algorithm switch
    {
        "1.2.840.113549.1.1.4" => HashAlgorithmName.SHA256, // md5WithRSAEncryption
        "1.2.840.113549.1.1.5" => HashAlgorithmName.SHA256, // sha1WithRSAEncryption
        "1.2.840.10040.4.3" => HashAlgorithmName.SHA256, // dsa-with-sha1
        "1.2.840.10045.4.1" => HashAlgorithmName.SHA256, // ecdsa-with-SHA1
        Sha1 => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256, // sha256WithRSAEncryption
        "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256, // ecdsa-with-SHA256
        "2.16.840.1.101.3.4.3.2" => HashAlgorithmName.SHA256, // dsa-with-sha256
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256, // SHA-256 itself, from PSS parameters
        "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384, // sha384WithRSAEncryption
        "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384, // ecdsa-with-SHA384
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512, // sha512WithRSAEncryption
        "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512, // ecdsa-with-SHA512
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => default,
    };

    // X509Certificate2 shows no parameters, so they are read from the encoding (RFC 5280 §4.1, RFC 4055 §3.1).
    private static string? ReadPssHash(ReadOnlyMemory<byte> certificate)
    {
        AsnReader fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
        fields.ReadEncodedValue(); // tbsCertificate
        AsnReader algorithm = fields.ReadSequence();
        algorithm.ReadObjectIdentifier();
        AsnReader parameters = algorithm.ReadSequence();

        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        return parameters.HasData && parameters.PeekTag() == hashTag
            ? parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier()
            : Sha1;
    }
}
