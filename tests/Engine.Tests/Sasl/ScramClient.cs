using System.Security.Cryptography;
using System.Text;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>
/// The client's side of SCRAM (RFC 5802, RFC 7677), for tests. Shares no code with the server, so that a mistake there is
/// not made here too. Passwords are used as they are: give one that SASLprep leaves alone.
/// </summary>
public sealed class ScramClient
{
    private readonly HashAlgorithmName _hash;
    private readonly string _password;
    private readonly string _gs2Header;
    private readonly byte[] _bindingData;
    private readonly string _firstBare;
    private string _serverSignature = "";

    private ScramClient(string mechanism, string password, string gs2Header, byte[] bindingData, string firstBare)
    {
        _hash = HashOf(mechanism);
        _password = password;
        _gs2Header = gs2Header;
        _bindingData = bindingData;
        _firstBare = firstBare;
        Mechanism = mechanism;
    }

    /// <summary>For the <c>mechanism</c> attribute.</summary>
    public string Mechanism { get; }

    /// <summary>The initial response.</summary>
    public byte[] First => Encoding.UTF8.GetBytes(_gs2Header + _firstBare);

    /// <param name="mechanism">SCRAM-SHA-1, SCRAM-SHA-256 or SCRAM-SHA-512.</param>
    /// <param name="username">A localpart.</param>
    /// <param name="password">In prepared form.</param>
    /// <param name="authzid">Null for none.</param>
    /// <param name="bindingFlag">"n", or "y": the client could bind to the channel but the server does not offer it.</param>
    /// <param name="nonce">Null for a random one.</param>
    public static ScramClient Create(
        string mechanism,
        string username,
        string password,
        string? authzid = null,
        string bindingFlag = "n",
        string? nonce = null) =>
        new(mechanism, password, Gs2Header(bindingFlag, authzid), [], FirstBare(username, nonce));

    /// <param name="mechanism">A -PLUS mechanism.</param>
    /// <param name="bindingType">Such as <c>tls-exporter</c>.</param>
    /// <param name="bindingData">What the TLS connection gives for the type.</param>
    /// <inheritdoc cref="Create"/>
#pragma warning disable CS1573 // The other parameters are those of Create.
    public static ScramClient CreatePlus(
        string mechanism,
        string username,
        string password,
        string bindingType,
        byte[] bindingData,
        string? authzid = null) =>
        new(mechanism, password, Gs2Header("p=" + bindingType, authzid), bindingData, FirstBare(username, null));
#pragma warning restore CS1573

    /// <summary>The response to the server's challenge.</summary>
    public byte[] Final(ReadOnlySpan<byte> serverFirst)
    {
        string challenge = Encoding.UTF8.GetString(serverFirst);
        Dictionary<char, string> attributes = challenge.Split(',').ToDictionary(field => field[0], field => field[2..]);
        string withoutProof = $"c={ChannelBinding()},r={attributes['r']}";
        byte[] authMessage = Encoding.UTF8.GetBytes($"{_firstBare},{challenge},{withoutProof}");

        byte[] saltedPassword = SaltPassword(
            Convert.FromBase64String(attributes['s']),
            int.Parse(attributes['i'], System.Globalization.CultureInfo.InvariantCulture));
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

    private static string Gs2Header(string bindingFlag, string? authzid) =>
        authzid is null ? $"{bindingFlag},," : $"{bindingFlag},a={Escape(authzid)},";

    private static string FirstBare(string username, string? nonce) =>
        $"n={Escape(username)},r={nonce ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}";

    private static string Escape(string name) => name.Replace("=", "=3D").Replace(",", "=2C");

    private string ChannelBinding() =>
        Convert.ToBase64String([.. Encoding.UTF8.GetBytes(_gs2Header), .. _bindingData]);

    // RFC 5802 §2.2, written out: U1 = HMAC(password, salt || 1), each next one of the last, all of them XORed.
    private byte[] SaltPassword(byte[] salt, int iterations)
    {
        byte[] password = Encoding.UTF8.GetBytes(_password);
        byte[] u = Hmac(password, [.. salt, 0, 0, 0, 1]);
        byte[] result = [.. u];
        using var hmac = IncrementalHash.CreateHMAC(_hash, password);
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
