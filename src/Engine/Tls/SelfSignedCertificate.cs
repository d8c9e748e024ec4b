using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>
/// The certificate of a server that was given none: made at the first start, kept in the data directory, used again
/// as long as it names all domains. Clients have to be told to trust it. At start-up only.
/// </summary>
public static class SelfSignedCertificate
{
    public const string FileName = "self-signed.pem";

    // Nobody renews what was made automatically: long enough for a test system's life.
    private const int ValidYears = 10;

    // serverAuth and clientAuth (RFC 5280 §4.2.1.12): as a server to clients, as a client to other servers.
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    /// <summary>Loads it, or makes one where there is none, it has run out, or a domain is missing.</summary>
    /// <param name="directory">The data directory; exists.</param>
    /// <param name="domains">The domains served, in ASCII form; at least one.</param>
    /// <param name="time">The clock its validity is held against.</param>
    public static ServerCertificate LoadOrCreate(string directory, IReadOnlyList<string> domains, TimeProvider time)
    {
        string path = Path.Combine(directory, FileName);
        if (File.Exists(path))
        {
            ServerCertificate kept = CertificateFiles.Load(path, path);
            if (domains.All(kept.Matches) && kept.Certificate.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime)
                return kept;
        }

        Write(path, Create(domains, time.GetUtcNow()));
        return CertificateFiles.Load(path, path);
    }

    private static string Create(IReadOnlyList<string> domains, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(domains[0]);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string domain in domains)
            names.AddDnsName(domain);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(ServerAuth), new Oid(ClientAuth)], critical: false));

        // An hour back: clocks of clients are not exact.
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(ValidYears));
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    // Written beside and moved: a crash leaves the old file or the new one. Nobody else may ever read the key.
    private static void Write(string path, string pem)
    {
        string draft = path + ".new";
        CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options))
            writer.Write(pem);
        File.Move(draft, path, overwrite: true);
    }

    // As the store makes it, which at the first start comes later.
    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
