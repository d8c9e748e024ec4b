using System.Runtime.Versioning;
using System.Security.Cryptography;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

[UnsupportedOSPlatform("windows")] // file modes
public sealed class CertificateTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;

    public CertificateTests() => _path = Path.Combine(_directory.Path, SelfSignedCertificate.FileName);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Self_signed_certificate_names_all_domains_and_nobody_else_reads_its_key()
    {
        ServerCertificate made = Make("montague.example", "capulet.example");

        Assert.True(made.Certificate.HasPrivateKey);
        Assert.True(made.Matches("montague.example"));
        Assert.True(made.Matches("capulet.example"));
        Assert.False(made.Matches("verona.example"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void Self_signed_certificate_is_used_again()
    {
        ServerCertificate first = Make("montague.example");

        ServerCertificate second = Make("montague.example");

        Assert.Equal(first.Certificate.Thumbprint, second.Certificate.Thumbprint);
    }

    [Fact]
    public void Self_signed_certificate_is_made_anew_for_a_new_domain()
    {
        ServerCertificate first = Make("montague.example");

        ServerCertificate second = Make("montague.example", "capulet.example");

        Assert.NotEqual(first.Certificate.Thumbprint, second.Certificate.Thumbprint);
        Assert.True(second.Matches("capulet.example"));
    }

    [Fact]
    public void Self_signed_certificate_is_made_anew_when_it_has_run_out()
    {
        var time = new ManualTime();
        SelfSignedCertificate.LoadOrCreate(_directory.Path, ["a.example"], time);

        time.Advance(TimeSpan.FromDays(4000));
        ServerCertificate second = SelfSignedCertificate.LoadOrCreate(_directory.Path, ["a.example"], time);

        Assert.True(second.Certificate.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public void Self_signed_certificate_makes_its_directory_for_the_owner_alone()
    {
        string directory = Path.Combine(_directory.Path, "meerkat-data");

        SelfSignedCertificate.LoadOrCreate(directory, ["a.example"], TimeProvider.System);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
    }

    [Fact]
    public void Missing_file_is_named()
    {
        IOException e = Assert.Throws<IOException>(() => CertificateFiles.Load("/nowhere/a.pem", "/nowhere/b.pem"));

        Assert.Contains("/nowhere/a.pem", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "contains no PEM certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "is damaged")]
    public void Unusable_certificate_is_explained(string pem, string expected)
    {
        File.WriteAllText(_path, pem);

        InvalidDataException e = Assert.Throws<InvalidDataException>(() => CertificateFiles.Load(_path, _path));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(_path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_another_certificate_is_explained()
    {
        Make("montague.example");
        using var other = new TemporaryDirectory();
        SelfSignedCertificate.LoadOrCreate(other.Path, ["capulet.example"], TimeProvider.System);
        string otherPath = Path.Combine(other.Path, SelfSignedCertificate.FileName);

        InvalidDataException e = Assert.Throws<InvalidDataException>(() => CertificateFiles.Load(_path, otherPath));

        Assert.Contains(otherPath, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Authorities_and_revocation_lists_are_read()
    {
        using var authority = new TestAuthority();
        string lists = Path.Combine(_directory.Path, "lists.pem");
        string pem = PemEncoding.WriteString("X509 CRL", authority.RevocationList());
        File.WriteAllText(_path, authority.Certificate.ExportCertificatePem());
        File.WriteAllText(lists, pem + "\n" + authority.Certificate.ExportCertificatePem() + "\n" + pem);

        TrustStore trust = CertificateFiles.LoadTrust(_path, [lists]);

        Assert.Equal(authority.Certificate.Thumbprint, Assert.Single(trust.Authorities!).Thumbprint);
        Assert.Equal(2, trust.RevocationLists.Count);
        Assert.Null(CertificateFiles.LoadTrust(null, []).Authorities);
    }

    [Fact]
    public void File_of_the_authorities_that_is_missing_or_has_none_is_named()
    {
        File.WriteAllText(_path, "nothing");

        IOException missing = Assert.Throws<IOException>(() => CertificateFiles.LoadTrust("/nowhere/ca.pem", []));
        InvalidDataException empty = Assert.Throws<InvalidDataException>(() => CertificateFiles.LoadTrust(_path, []));
        InvalidDataException noList = Assert.Throws<InvalidDataException>(() => CertificateFiles.LoadTrust(null, [_path]));

        Assert.Contains("/nowhere/ca.pem", missing.Message, StringComparison.Ordinal);
        Assert.Contains("contains no PEM certificate", empty.Message, StringComparison.Ordinal);
        Assert.Contains("contains no PEM revocation list", noList.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Revocation_list_that_is_none_is_refused()
    {
        Make("a.example");
        using var authority = new TestAuthority();
        var options = new TlsOptions
        {
            ClientCertificate = ClientCertificatePolicy.Request,
            Trust = new TrustStore(authority.Trust.Authorities, [[1, 2, 3]]),
        };

        OpenSslException e = Assert.Throws<OpenSslException>(() => TlsServerContext.Create([Make("a.example")], options));

        Assert.StartsWith("A revocation list is refused", e.Message, StringComparison.Ordinal);
    }

    private ServerCertificate Make(params string[] domains) =>
        SelfSignedCertificate.LoadOrCreate(_directory.Path, domains, TimeProvider.System);
}
