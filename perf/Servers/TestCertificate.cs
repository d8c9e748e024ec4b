using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Perf.Servers;

/// <summary>A certificate made for one run.</summary>
internal sealed class TestCertificate
{
    // An extension nobody knows: under the arc for examples (RFC 5612 has its like for documents).
    private const string UnknownExtension = "1.3.6.1.4.1.32473.1";

    private TestCertificate(string name, string certificateFile, string keyFile) =>
        (Name, CertificateFile, KeyFile) = (name, certificateFile, keyFile);

    public string Name { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public static TestCertificate EcdsaP256(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Write("ECDSA P-256", directory, "ecdsa", key, new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256));
    }

    public static TestCertificate Rsa2048(string directory)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Write("RSA-2048", directory, "rsa", key, request);
    }

    /// <summary>A client's, signed by itself, with so many bytes in it that nobody wants.</summary>
    public static X509Certificate2 OfClient(int bytes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension(UnknownExtension, new byte[bytes], critical: false));
        return SelfSign(request);
    }

    private static TestCertificate Write(
        string name, string directory, string fileName, AsymmetricAlgorithm key, CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = SelfSign(request);
        string certificateFile = Path.Combine(directory, $"{fileName}.pem");
        string keyFile = Path.Combine(directory, $"{fileName}.key");
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return new TestCertificate(name, certificateFile, keyFile);
    }

    private static X509Certificate2 SelfSign(CertificateRequest request) =>
        request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
}
