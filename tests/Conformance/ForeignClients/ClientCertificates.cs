using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tests.Tls;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>An authority and the certificates of its clients, good and bad, as PEM files in a folder of its own. Owned by one
/// test.</summary>
internal sealed class ClientCertificates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meerkat-certificates-").FullName;

    public ClientCertificates()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority("CN=Other CA");
        using var revoked = authority.Issue("CN=revoked", TestNames.Of("bob@localhost"));
        authority.Revoke(revoked);
        File.WriteAllText(AuthorityFile, authority.Certificate.ExportCertificatePem());
        File.WriteAllText(RevocationListFile, PemOf("X509 CRL", authority.RevocationList()));

        Write("one", authority.Issue("CN=someone", TestNames.Of("bob@localhost")));
        Write("several", authority.Issue("CN=someone", TestNames.Of("kate@other.localhost", "kate@localhost")));
        Write("none", authority.Issue("CN=john"));
        Write("elsewhere", authority.Issue("CN=someone", TestNames.Of("bob@other.localhost")));
        Write("expired", authority.IssueExpired("CN=bob", TestNames.Of("bob@localhost")));
        Write("unknown-extension", authority.IssueWithUnknownExtension(TestNames.Of("bob@localhost")));
        Write("stranger", other.Issue("CN=someone", TestNames.Of("bob@localhost")));
        Write("self-signed", TestAuthority.SelfSigned("CN=someone", TestNames.Of("bob@localhost")));
        Write("self-several", TestAuthority.SelfSigned("CN=someone", TestNames.Of("kate@other.localhost", "kate@localhost")));
        Write("self-none", TestAuthority.SelfSigned("CN=john"));
        Write("self-elsewhere", TestAuthority.SelfSigned("CN=someone", TestNames.Of("bob@other.localhost")));
        Write("revoked", revoked);
    }

    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    public string RevocationListFile => Path.Combine(_folder, "crl.pem");

    /// <summary>The files of a certificate and its key; "-" for a client without.</summary>
    public (string Certificate, string Key) FilesOf(string name) =>
        name == "-" ? ("-", "-") : (Path.Combine(_folder, $"{name}.pem"), Path.Combine(_folder, $"{name}.key"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, X509Certificate2 certificate)
    {
        var (certificateFile, keyFile) = FilesOf(name);
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    private static string PemOf(string label, byte[] der) => System.Security.Cryptography.PemEncoding.WriteString(label, der);
}
