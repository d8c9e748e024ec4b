using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>Loads certificates and keys from PEM files. At start-up and at a reload; throws with the file's name.</summary>
public static class CertificateFiles
{
    /// <param name="certificatePath">The server's certificate first, then the intermediates ("fullchain.pem").</param>
    /// <param name="keyPath">The private key, unencrypted. May be the same file.</param>
    public static ServerCertificate Load(string certificatePath, string keyPath)
    {
        string certificatePem = ReadFile(certificatePath, "certificate");
        string keyPem = ReadFile(keyPath, "private key");
        X509Certificate2Collection chain = [];
        try
        {
            chain.ImportFromPem(certificatePem);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"The certificate file '{certificatePath}' is damaged: {e.Message}", e);
        }

        if (chain.Count == 0)
            throw new InvalidDataException($"The certificate file '{certificatePath}' contains no PEM certificate.");

        X509Certificate2 leaf = WithKey(certificatePem, keyPem, certificatePath, keyPath);
        chain[0].Dispose();
        chain.RemoveAt(0);
        return new ServerCertificate(leaf, chain);
    }

    /// <param name="authoritiesPath">The certificates of the trusted authorities; null: those the system trusts.</param>
    /// <param name="revocationListPaths">Files with revocation lists.</param>
    public static TrustStore LoadTrust(string? authoritiesPath, IReadOnlyList<string> revocationListPaths) => new(
        authoritiesPath is null ? null : LoadAuthorities(authoritiesPath), [.. revocationListPaths.SelectMany(LoadRevocationLists)]);

    private static X509Certificate2Collection LoadAuthorities(string path)
    {
        X509Certificate2Collection authorities = [];
        try
        {
            authorities.ImportFromPem(ReadFile(path, "authorities'"));
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"The authorities' file '{path}' is damaged: {e.Message}", e);
        }

        return authorities.Count > 0
            ? authorities
            : throw new InvalidDataException($"The authorities' file '{path}' contains no PEM certificate.");
    }

    private static List<byte[]> LoadRevocationLists(string path)
    {
        List<byte[]> lists = [];
        ReadOnlySpan<char> rest = ReadFile(path, "revocation list");
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            if (rest[fields.Label] is "X509 CRL")
            {
                var der = new byte[fields.DecodedDataLength];
                Convert.TryFromBase64Chars(rest[fields.Base64Data], der, out _);
                lists.Add(der);
            }

            rest = rest[fields.Location.End..];
        }

        return lists.Count > 0
            ? lists
            : throw new InvalidDataException($"The file '{path}' contains no PEM revocation list (X509 CRL).");
    }

    private static X509Certificate2 WithKey(string certificatePem, string keyPem, string certificatePath, string keyPath)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"The key file '{keyPath}' has no unencrypted PEM private key that fits the first certificate of "
                + $"'{certificatePath}': {e.Message}",
                e);
        }
    }

    private static string ReadFile(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The {what} file '{path}' cannot be read: {e.Message}", e);
        }
    }
}
