using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Storage;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// Makes the stored keys of a password (RFC 5802 §3). Pure; any thread that may be busy for some milliseconds: on
/// behalf of a peer that is a <see cref="PasswordWorker"/>.
/// </summary>
/// <remarks>
/// Passwords are prepared by SASLprep alone. What it refuses is refused, without falling back to OpaqueString
/// (RFC 8265 §4.2): SCRAM clients hash by RFC 5802 §2.2 what SASLprep gives, so keys of anything else would match no
/// conforming client.
/// </remarks>
public static class ScramKeyDerivation
{
    /// <summary>RFC 7677 §4 asks for no less.</summary>
    public const int MinIterations = 4096;

    /// <summary>What current servers use; clients pay it too, some of them on a battery.</summary>
    public const int DefaultIterations = 10_000;

    // NIST SP 800-132 §5.1 asks for at least 128 bits.
    internal const int SaltBytes = 16;

    /// <summary>
    /// The keys of all hashes, with fresh salts. Throws <see cref="ArgumentException"/> if SASLprep refuses the
    /// password; the message does not contain it.
    /// </summary>
    public static Credentials Derive(string password, int iterations) =>
        TryDerive(password, iterations, out Credentials? credentials)
            ? credentials
            : throw new ArgumentException(
                "The password is empty or has characters that SASLprep (RFC 4013) prohibits.", nameof(password));

    /// <summary>As <see cref="Derive"/>; false if SASLprep refuses the password.</summary>
    public static bool TryDerive(
        string password, int iterations, [NotNullWhen(true)] out Credentials? credentials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, MinIterations);

        credentials = null;
        if (!SaslPrep.TryPrepareStored(password, out string prepared))
            return false;

        byte[] bytes = Encoding.UTF8.GetBytes(prepared);
        credentials = new Credentials(
            DeriveKeys(ScramHash.Sha1, bytes, NewSalt(), iterations),
            DeriveKeys(ScramHash.Sha256, bytes, NewSalt(), iterations),
            DeriveKeys(ScramHash.Sha512, bytes, NewSalt(), iterations));
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    /// <summary>RFC 5802 §3, from a prepared password.</summary>
    internal static ScramKeys DeriveKeys(ScramHash hash, ReadOnlySpan<byte> password, byte[] salt, int iterations)
    {
        Span<byte> saltedPassword = stackalloc byte[hash.Bytes];
        hash.Hi(password, salt, iterations, saltedPassword);

        var storedKey = new byte[hash.Bytes];
        DeriveStoredKey(hash, saltedPassword, storedKey);
        var serverKey = new byte[hash.Bytes];
        hash.Hmac(saltedPassword, "Server Key"u8, serverKey);
        CryptographicOperations.ZeroMemory(saltedPassword);
        return new ScramKeys(salt, iterations, storedKey, serverKey);
    }

    /// <summary>
    /// True if the prepared password gives these keys. The time it takes tells nothing but the iterations.
    /// </summary>
    internal static bool Verify(ScramHash hash, ReadOnlySpan<byte> password, ScramKeys keys)
    {
        Span<byte> saltedPassword = stackalloc byte[hash.Bytes];
        hash.Hi(password, keys.Salt, keys.Iterations, saltedPassword);

        Span<byte> storedKey = stackalloc byte[hash.Bytes];
        DeriveStoredKey(hash, saltedPassword, storedKey);
        CryptographicOperations.ZeroMemory(saltedPassword);
        return CryptographicOperations.FixedTimeEquals(storedKey, keys.StoredKey);
    }

    private static void DeriveStoredKey(ScramHash hash, ReadOnlySpan<byte> saltedPassword, Span<byte> storedKey)
    {
        Span<byte> clientKey = stackalloc byte[hash.Bytes];
        hash.Hmac(saltedPassword, "Client Key"u8, clientKey);
        hash.Hash(clientKey, storedKey);
        CryptographicOperations.ZeroMemory(clientKey);
    }

    private static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);
}
