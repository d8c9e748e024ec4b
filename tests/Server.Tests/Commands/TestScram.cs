using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Storage;

namespace Meerkat.Server.Tests.Commands;

/// <summary>RFC 5802 §3, worked out independently of the server.</summary>
internal static class TestScram
{
    public static bool Matches(string password, ScramKeys keys)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), keys.Salt, keys.Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return SHA256.HashData(clientKey).AsSpan().SequenceEqual(keys.StoredKey);
    }
}
