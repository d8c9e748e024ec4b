using System.Security.Cryptography;

namespace Meerkat.Engine.Components;

/// <summary>The proof that a component knows its password (XEP-0114 §3). Pure.</summary>
internal static class ComponentHandshake
{
    /// <summary>True if <paramref name="proof"/> is the SHA-1 of stream id and password in lower-case hexadecimal. Takes as
    /// long for a wrong proof as for the right one.</summary>
    public static bool IsRight(ReadOnlySpan<byte> streamId, Secret password, ReadOnlySpan<byte> proof)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA1.HashSizeInBytes * 2];
        // The algorithm is the protocol's, and an attack on it would need the password in the collision.
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        sha1.AppendData(streamId);
        sha1.AppendData(password.Utf8);
        sha1.GetHashAndReset(hash);
        Convert.TryToHexStringLower(hash, expected, out _);
        return CryptographicOperations.FixedTimeEquals(expected, proof);
    }
}
