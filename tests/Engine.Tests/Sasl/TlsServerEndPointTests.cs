using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>The hash of tls-server-end-point follows the certificate's signature algorithm (RFC 5929 §4.1).</summary>
public sealed class TlsServerEndPointTests
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void Rsa_signature_decides(string hash)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=x", key, new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1);

        AssertHash(SelfSign(request), hash);
    }

    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void Rsa_pss_parameters_decide(string hash)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=x", key, new HashAlgorithmName(hash), RSASignaturePadding.Pss);

        AssertHash(SelfSign(request), hash);
    }

    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void Ecdsa_signature_decides(string hash)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        AssertHash(SelfSign(new CertificateRequest("CN=x", key, new HashAlgorithmName(hash))), hash);
    }

    [Theory]
    [InlineData("1.2.840.113549.1.1.4")] // md5WithRSAEncryption
    [InlineData("1.2.840.113549.1.1.5")] // sha1WithRSAEncryption
    [InlineData("1.2.840.10045.4.1")] // ecdsa-with-SHA1
    public void Md5_and_sha1_are_replaced(string algorithm)
    {
        AssertHash(Signed(algorithm, []), "SHA256");
    }

    [Fact]
    public void Rsa_pss_without_parameters_means_sha1()
    {
        AssertHash(Signed(RsaPss, [0x30, 0x00]), "SHA256");
    }

    [Fact]
    public void Rsa_pss_with_a_salt_length_only_means_sha1()
    {
        AssertHash(Signed(RsaPss, [0x30, 0x05, 0xA2, 0x03, 0x02, 0x01, 0x14]), "SHA256");
    }

    [Theory]
    [InlineData("1.3.101.112")] // Ed25519
    [InlineData("1.3.101.113")] // Ed448
    [InlineData("1.2.3.4")]
    public void Algorithm_without_one_known_hash_leaves_it_undefined(string algorithm)
    {
        using X509Certificate2 certificate = Signed(algorithm, []);

        bool isDefined = TlsServerEndPoint.TryCompute(certificate, out byte[] data);

        Assert.False(isDefined);
        Assert.Empty(data);
    }

    private static void AssertHash(X509Certificate2 certificate, string expectedHash)
    {
        bool isDefined = TlsServerEndPoint.TryCompute(certificate, out byte[] data);

        Assert.True(isDefined);
        Assert.Equal(CryptographicOperations.HashData(new HashAlgorithmName(expectedHash), certificate.RawData), data);
        certificate.Dispose();
    }

    private static X509Certificate2 SelfSign(CertificateRequest request) =>
        request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

    // A certificate that names this signature algorithm, with parameters in DER; its signature is not one.
    private static X509Certificate2 Signed(string algorithm, byte[] parameters)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        return request.Create(
            new X500DistinguishedName("CN=x"),
            new NamedAlgorithm(algorithm, parameters, request.PublicKey),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddYears(100),
            serialNumber: [1]);
    }

    private sealed class NamedAlgorithm(string algorithm, byte[] parameters, PublicKey key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                if (parameters.Length > 0)
                    writer.WriteEncodedValue(parameters);
            }

            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => [1, 2, 3];

        protected override PublicKey BuildPublicKey() => key;
    }
}
