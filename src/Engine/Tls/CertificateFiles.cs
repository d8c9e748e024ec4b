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
