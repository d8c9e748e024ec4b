using System.Runtime.InteropServices;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>The channel binding data of RFC 5929. Pure.</summary>
internal static class EndPointBinding
{
    /// <summary>
    /// RFC 5929 §4.1: the certificate's hash with the hash function of its signature, SHA-256 where that is MD5 or
    /// SHA-1. Null where the signature names none (Ed25519): then the binding is undefined.
    /// </summary>
    public static byte[]? Compute(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" // RSA with MD5, SHA-1; ECDSA with SHA-1
            or "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => SHA256.HashData(certificate.RawDataMemory.Span),
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(certificate.RawDataMemory.Span),
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(certificate.RawDataMemory.Span),
        _ => null,
    };

    /// <summary>The data behind the prefix in the runtime's structure, which begins with lengths and offsets.</summary>
    public static byte[]? DataOf(ChannelBinding binding, ReadOnlySpan<byte> prefix)
    {
        byte[] structure = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), structure, 0, structure.Length);
        int at = structure.AsSpan().IndexOf(prefix);
        return at < 0 ? null : structure[(at + prefix.Length)..];
    }
}
