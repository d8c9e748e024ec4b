using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Meerkat.LoadGen.Streams;

/// <summary>
/// What the password of all users becomes with the salts of servers (RFC 5802 §3: SaltedPassword), remembered as that section
/// lets clients do: a user who logs in again derives nothing, and takes no time from a server on the same machine. Any thread.
/// </summary>
internal sealed class SaltedPasswords(string password)
{
    // Some 20 MB. Further users, and salts of a server that makes up new ones, are derived each time.
    private const int MaxRemembered = 100_000;

    private readonly byte[] _password = Encoding.UTF8.GetBytes(password);
    private readonly ConcurrentDictionary<ScramSalt, byte[]> _known = new();

    public bool TryRecall(ScramSalt salt, [NotNullWhen(true)] out byte[]? salted) => _known.TryGetValue(salt, out salted);

    /// <summary>Costs a PBKDF2 unless it is known: not for an event loop.</summary>
    public byte[] Derive(ScramSalt salt)
    {
        if (TryRecall(salt, out var salted))
            return salted;

        salted = Rfc2898DeriveBytes.Pbkdf2(_password, salt.ToBytes(), salt.Iterations, salt.Hash, salt.HashLength);
        if (_known.Count < MaxRemembered)
            _known.TryAdd(salt, salted);
        return salted;
    }
}
