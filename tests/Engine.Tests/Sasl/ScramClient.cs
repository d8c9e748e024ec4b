using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>
/// The client's side of one SCRAM attempt (RFC 5802, RFC 7677), for tests. Shares no code with the server, so that a
/// mistake there is not made here too. One thread at a time.
/// </summary>
/// <param name="mechanism">SCRAM-SHA-1, -256 or -512; or -PLUS, which needs <see cref="BindingType"/> too.</param>
/// <param name="username">A localpart.</param>
/// <param name="password">In prepared form: it is hashed as it is.</param>
public sealed class ScramClient(string mechanism, string username, string password)
{
    private readonly HashAlgorithmName _hash = HashOf(mechanism);
    private string _serverSignature = "";

    /// <summary>For the <c>mechanism</c> attribute.</summary>
    public string Mechanism => mechanism;

    /// <summary>Whom to act as; null for none.</summary>
    public string? Authzid { get; init; }

    /// <summary>"n", or "y": the client could bind to the channel, but sees no offer. Unused with -PLUS.</summary>
    public string BindingFlag { get; init; } = "n";

    /// <summary>Such as <c>tls-exporter</c>; null without channel binding.</summary>
    public string? BindingType { get; init; }

    /// <summary>What the TLS connection gives for the type.</summary>
    public byte[] BindingData { get; init; } = [];

    /// <summary>Random unless given.</summary>
    public string Nonce { get; init; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The initial response.</summary>
    public byte[] First => Encoding.UTF8.GetBytes(Gs2Header + FirstBare);

    private string Gs2Header =>
        (BindingType is null ? BindingFlag : "p=" + BindingType) + (Authzid is null ? ",," : $",a={Escape(Authzid)},");

    private string FirstBare => $"n={Escape(username)},r={Nonce}";

    private string ChannelBinding => Convert.ToBase64String([.. Encoding.UTF8.GetBytes(Gs2Header), .. BindingData]);

    /// <summary>The response to the server's challenge.</summary>
    public byte[] Final(ReadOnlySpan<byte> serverFirst)
    {
        string challenge = Encoding.UTF8.GetString(serverFirst);
        Dictionary<char, string> attributes = challenge.Split(',').ToDictionary(field => field[0], field => field[2..]);
        string withoutProof = $"c={ChannelBinding},r={attributes['r']}";
        byte[] authMessage = Encoding.UTF8.GetBytes($"{FirstBare},{challenge},{withoutProof}");

        byte[] saltedPassword = SaltPassword(
            Convert.FromBase64String(attributes['s']),
            int.Parse(attributes['i'], CultureInfo.InvariantCulture));
        byte[] clientKey = Hmac(saltedPassword, "Client Key"u8);
        byte[] storedKey = CryptographicOperations.HashData(_hash, clientKey);
        byte[] clientSignature = Hmac(storedKey, authMessage);
        byte[] proof = [.. clientKey.Zip(clientSignature, (key, signature) => (byte)(key ^ signature))];

        _serverSignature = Convert.ToBase64String(Hmac(Hmac(saltedPassword, "Server Key"u8), authMessage));
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    /// <summary>True if the additional data with success proves that the server knows the password.</summary>
    public bool IsServer(ReadOnlySpan<byte> serverFinal) =>
        _serverSignature.Length > 0 && Encoding.UTF8.GetString(serverFinal) == "v=" + _serverSignature;

    private static HashAlgorithmName HashOf(string mechanism) => mechanism switch
    {
        "SCRAM-SHA-1" or "SCRAM-SHA-1-PLUS" => HashAlgorithmName.SHA1,
        "SCRAM-SHA-256" or "SCRAM-SHA-256-PLUS" => HashAlgorithmName.SHA256,
        "SCRAM-SHA-512" or "SCRAM-SHA-512-PLUS" => HashAlgorithmName.SHA512,
        _ => throw new ArgumentException($"no SCRAM mechanism: {mechanism}", nameof(mechanism)),
    };

    private static string Escape(string name) => name.Replace("=", "=3D").Replace(",", "=2C");

    // RFC 5802 §2.2, written out: U1 = HMAC(password, salt || 1), each next one of the last, all of them XORed.
    private byte[] SaltPassword(byte[] salt, int iterations)
    {
        byte[] key = Encoding.UTF8.GetBytes(password);
        byte[] u = Hmac(key, [.. salt, 0, 0, 0, 1]);
        byte[] result = [.. u];
        using var hmac = IncrementalHash.CreateHMAC(_hash, key);
        for (int i = 1; i < iterations; i++)
        {
            hmac.AppendData(u);
            hmac.GetHashAndReset(u);
            for (int b = 0; b < result.Length; b++)
                result[b] ^= u[b];
        }

        return result;
    }

    private byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source) =>
        CryptographicOperations.HmacData(_hash, key, source);
}
