using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>A certificate authority made for one test, and the certificates it issues. One thread.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly CertificateRevocationListBuilder _revoked = new();

    public TestAuthority(string name = "CN=Test CA", TestAuthority? issuer = null)
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer is null)
        {
            Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1));
        }
        else
        {
            using X509Certificate2 signed = request.Create(
                issuer.Certificate, DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10), NewSerial());
            Certificate = signed.CopyWithPrivateKey(_key);
        }
    }

    public X509Certificate2 Certificate { get; }

    public TrustStore Trust => new([X509CertificateLoader.LoadCertificate(Certificate.RawData)], []);

    public TrustStore TrustWithRevocationList => new(Trust.Authorities, [RevocationList()]);

    public X509Certificate2 Issue(string subject = "CN=juliet", TestNames? names = null) =>
        Issue(subject, names ?? new TestNames(), DateTimeOffset.UtcNow.AddDays(1));

    public X509Certificate2 IssueExpired(string subject = "CN=juliet", TestNames? names = null) =>
        Issue(subject, names ?? new TestNames(), DateTimeOffset.UtcNow.AddHours(-1));

    /// <summary>A certificate with an extension that nobody knows, marked critical.</summary>
    public X509Certificate2 IssueWithUnknownExtension(TestNames names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = RequestFor("CN=juliet", key, names);
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.99999.1", [0x05, 0x00], critical: true));
        return Sign(request, key, DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>A certificate with an extension of so many bytes.</summary>
    public X509Certificate2 IssueLarge(int bytes)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = RequestFor("CN=juliet", key, new TestNames());
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.99999.2", new byte[bytes], critical: false));
        return Sign(request, key, DateTimeOffset.UtcNow.AddDays(1));
    }

    public static X509Certificate2 SelfSigned(string subject = "CN=juliet", TestNames? names = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return RequestFor(subject, key, names ?? new TestNames())
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public void Revoke(X509Certificate2 certificate) => _revoked.AddEntry(certificate);

    public byte[] RevocationList() => _revoked.Build(
        Certificate, 1, DateTimeOffset.UtcNow.AddDays(1), HashAlgorithmName.SHA256, thisUpdate: DateTimeOffset.UtcNow.AddHours(-1));

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(string subject, TestNames names, DateTimeOffset notAfter)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(RequestFor(subject, key, names), key, notAfter);
    }

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, DateTimeOffset notAfter)
    {
        using X509Certificate2 signed = request.Create(Certificate, DateTimeOffset.UtcNow.AddDays(-2), notAfter, NewSerial());
        return signed.CopyWithPrivateKey(key);
    }

    private static CertificateRequest RequestFor(string subject, ECDsa key, TestNames names)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names.Count > 0) request.CertificateExtensions.Add(names.ToExtension());
        return request;
    }

    private static byte[] NewSerial() => [1, .. RandomNumberGenerator.GetBytes(8)];
}
