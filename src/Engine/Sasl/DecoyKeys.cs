using System.Security.Cryptography;
using Meerkat.Engine.Storage;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// Keys for names that no account has, so that an answer does not tell whether one exists (RFC 5802 §7). Salts follow
/// from the server's secret: a name gets the same one after a restart and on every server that shares the secret.
/// One per process; immutable, any thread.
/// </summary>
internal sealed class DecoyKeys
{
    // 1023 bytes of localpart, '@' and 1023 of domainpart (RFC 7622 §3.1) fit; a longer name is no account's and
    // only its beginning counts.
    private const int MaxNameBytes = 2047;

    private readonly byte[] _secret;
    private readonly int _iterations;

    // No password gives them; and who is unknown fails even with these.
    private readonly byte[] _noKey = new byte[ScramHash.Sha512.Bytes];

    public DecoyKeys(byte[] secret, int iterations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, ScramKeyDerivation.MinIterations);
        _secret = secret;
        _iterations = iterations;
    }

    /// <param name="hash">Each has its own salt, as with a real account. Channel binding makes no difference.</param>
    /// <param name="name">In prepared form if it has one: spellings of one account must get one salt.</param>
    public ScramKeys For(ScramHash hash, ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxNameBytes)
            name = name[..MaxNameBytes];

        byte[] labelled = [.. hash.Name, 0, .. name];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, labelled, mac);
        byte[] noKey = hash.Bytes == _noKey.Length ? _noKey : _noKey[..hash.Bytes];
        return new ScramKeys(mac[..ScramKeyDerivation.SaltBytes].ToArray(), _iterations, noKey, noKey);
    }
}
