using System.Security.Cryptography;
using System.Text;

namespace Meerkat.LoadGen.Tests.Fakes;

/// <summary>The server's side of one SCRAM-SHA-1 exchange for the password <c>secret</c>.</summary>
internal sealed class FakeScram(string clientFirst)
{
    private const int Iterations = 4096;

    private static readonly byte[] _salt = "0123456789"u8.ToArray();

    private readonly string _clientFirstBare = clientFirst["n,,".Length..];

    public string ServerFirst { get; } =
        $"{clientFirst[clientFirst.IndexOf("r=", StringComparison.Ordinal)..]}srv,s={Convert.ToBase64String(_salt)},i={Iterations}";

    public string User { get; } = clientFirst["n,,n=".Length..].Split(',')[0];

    /// <summary>The server's final message, or null if the proof is wrong.</summary>
    public string? Verify(string clientFinal)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2("secret"u8, _salt, Iterations, HashAlgorithmName.SHA1, 20);
        var proofAt = clientFinal.IndexOf(",p=", StringComparison.Ordinal);
        var proof = Convert.FromBase64String(clientFinal[(proofAt + 3)..]);
        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirstBare},{ServerFirst},{clientFinal[..proofAt]}");
        var clientKey = Hmac(salted, "Client Key"u8);
        var signature = Hmac(CryptographicOperations.HashData(HashAlgorithmName.SHA1, clientKey), authMessage);
        var expected = clientKey.Zip(signature, (left, right) => (byte)(left ^ right));
        return proof.SequenceEqual(expected)
            ? "v=" + Convert.ToBase64String(Hmac(Hmac(salted, "Server Key"u8), authMessage))
            : null;
    }

    private static byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) =>
        CryptographicOperations.HmacData(HashAlgorithmName.SHA1, key, text);
}
