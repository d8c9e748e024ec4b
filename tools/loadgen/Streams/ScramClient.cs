using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Meerkat.LoadGen.Streams;

/// <summary>
/// The client's side of one SCRAM exchange without channel binding (RFC 5802, RFC 7677). Belongs to one login. User and
/// password are taken as prepared.
/// </summary>
internal sealed class ScramClient(HashAlgorithmName hash, string user, SaltedPasswords passwords, string nonce)
{
    // Ten times what servers use at most today; more only burns the load generator's CPU.
    private const int MaxIterations = 1_000_000;

    // RFC 5802 §7: "n,," says that the client does not do channel binding; "biws" is its base64.
    private const string NoBinding = "n,,";
    private const string NoBindingBase64 = "biws";

    private byte[] _serverSignature = [];

    private string BareFirstMessage { get; } = $"n={Escape(user)},r={nonce}";

    /// <summary>A nonce of 144 random bits.</summary>
    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    public string FirstMessage() => NoBinding + BareFirstMessage;

    /// <summary>True if the answer to the server's first message costs a PBKDF2, and is not for an event loop.</summary>
    public bool HasToDerive(string serverFirst) =>
        TryParseServerFirst(serverFirst, out _, out var salt) && !passwords.TryRecall(salt, out _);

    /// <summary>Answers the server's first message; false if it breaks the rules.</summary>
    public bool TryAnswer(string serverFirst, out string answer)
    {
        answer = "";
        if (!TryParseServerFirst(serverFirst, out var serverNonce, out var salt))
            return false;

        var salted = passwords.Derive(salt);
        var clientKey = Hmac(salted, "Client Key");
        var withoutProof = $"c={NoBindingBase64},r={serverNonce}";
        var authMessage = $"{BareFirstMessage},{serverFirst},{withoutProof}";
        var proof = Hmac(CryptographicOperations.HashData(hash, clientKey), authMessage);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= clientKey[i];
        _serverSignature = Hmac(Hmac(salted, "Server Key"), authMessage);
        answer = $"{withoutProof},p={Convert.ToBase64String(proof)}";
        return true;
    }

    /// <summary>True if the server's final message proves that it knows the password's keys.</summary>
    public bool IsServerProven(string serverFinal)
    {
        var verifier = serverFinal.Split(',')[0];
        if (_serverSignature.Length == 0 || !verifier.StartsWith("v=", StringComparison.Ordinal))
            return false;
        return TryDecode(verifier[2..], out var signature)
            && CryptographicOperations.FixedTimeEquals(signature, _serverSignature);
    }

    // RFC 5802 §5.1: ',' and '=' in a user name are written as =2C and =3D.
    private static string Escape(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    private static bool TryDecode(string base64, out byte[] bytes)
    {
        bytes = new byte[base64.Length];
        var isValid = Convert.TryFromBase64String(base64, bytes, out var length);
        Array.Resize(ref bytes, length);
        return isValid;
    }

    private bool TryParseServerFirst(string message, out string serverNonce, out ScramSalt salt)
    {
        (serverNonce, salt) = ("", default);
        var fields = message.Split(',');
        if (fields.Length < 3
            || !fields[0].StartsWith("r=", StringComparison.Ordinal)
            || !fields[1].StartsWith("s=", StringComparison.Ordinal)
            || !fields[2].StartsWith("i=", StringComparison.Ordinal))
            return false;
        serverNonce = fields[0][2..];
        if (!int.TryParse(fields[2].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
            return false;

        salt = new ScramSalt(hash, fields[1][2..], iterations);
        return serverNonce.Length > nonce.Length
            && serverNonce.StartsWith(nonce, StringComparison.Ordinal)
            && TryDecode(salt.Base64, out var bytes)
            && bytes.Length > 0
            && iterations is > 0 and <= MaxIterations;
    }

    private byte[] Hmac(byte[] key, string text) =>
        CryptographicOperations.HmacData(hash, key, Encoding.UTF8.GetBytes(text));
}
