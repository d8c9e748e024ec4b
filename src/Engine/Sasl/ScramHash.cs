using System.Security.Cryptography;
using Meerkat.Engine.Storage;

namespace Meerkat.Engine.Sasl;

/// <summary>A hash function SCRAM is used with, and the names it gives. Immutable; any thread.</summary>
internal sealed class ScramHash
{
    private readonly byte[] _name;
    private readonly byte[] _nameWithBinding;
    private readonly HashAlgorithmName _algorithm;
    private readonly Func<Credentials, ScramKeys> _keysOf;

    private ScramHash(string name, HashAlgorithmName algorithm, int bytes, Func<Credentials, ScramKeys> keysOf)
    {
        _name = System.Text.Encoding.ASCII.GetBytes(name);
        _nameWithBinding = [.. _name, .. "-PLUS"u8];
        _algorithm = algorithm;
        _keysOf = keysOf;
        Bytes = bytes;
    }

    /// <summary>
    /// RFC 5802. Its keys do not depend on the collision resistance that SHA-1 lacks (RFC 6194 §3.3).
    /// </summary>
    public static ScramHash Sha1 { get; } = new("SCRAM-SHA-1", HashAlgorithmName.SHA1, 20, static keys => keys.Sha1);

    /// <summary>RFC 7677</summary>
    public static ScramHash Sha256 { get; } =
        new("SCRAM-SHA-256", HashAlgorithmName.SHA256, 32, static keys => keys.Sha256);

    /// <summary>draft-melnikov-scram-sha-512; otherwise as the others.</summary>
    public static ScramHash Sha512 { get; } =
        new("SCRAM-SHA-512", HashAlgorithmName.SHA512, 64, static keys => keys.Sha512);

    /// <summary>The mechanism without channel binding.</summary>
    public ReadOnlySpan<byte> Name => _name;

    /// <summary>The mechanism with channel binding.</summary>
    public ReadOnlySpan<byte> NameWithBinding => _nameWithBinding;

    /// <summary>The length of its output, and so of every key and proof.</summary>
    public int Bytes { get; }

    public ScramKeys KeysOf(Credentials credentials) => _keysOf(credentials);

    public void Hash(ReadOnlySpan<byte> source, Span<byte> destination) =>
        CryptographicOperations.HashData(_algorithm, source, destination);

    public void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source, Span<byte> destination) =>
        CryptographicOperations.HmacData(_algorithm, key, source, destination);

    /// <summary>RFC 5802 §2.2: Hi() is PBKDF2 with one block of output. Takes milliseconds: not on a turn.</summary>
    public void Hi(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, Span<byte> destination) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, destination, iterations, _algorithm);
}
