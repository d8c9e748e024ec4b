using System.Security.Cryptography;

namespace Meerkat.LoadGen.Streams;

/// <summary>How a server wants a password to be salted: the salt is in base64, as it was on the wire.</summary>
internal readonly record struct ScramSalt(HashAlgorithmName Hash, string Base64, int Iterations)
{
    public int HashLength => CryptographicOperations.HashData(Hash, []).Length;

    /// <exception cref="FormatException">It is not base64.</exception>
    public byte[] ToBytes() => Convert.FromBase64String(Base64);
}
