using System.Collections.Concurrent;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>
/// Which accounts may have a blocklist. A login asks for its account's, and nearly nobody has one: they need not wait for the
/// store's thread. Owned by <see cref="SqliteBlocklistStore"/>; any thread. Nobody else adds to the lists of the file.
/// </summary>
internal sealed class BlocklistOwners
{
    // Hashes: one of an account without a list is asked for in vain. So is an account that has given its list up.
    private readonly ConcurrentDictionary<int, bool> _hashes = new();

    public bool MayHave(Jid account) => _hashes.ContainsKey(HashOf(account));

    /// <summary>Before the first row is there.</summary>
    public void Add(Jid account) => _hashes.TryAdd(HashOf(account), true);

    /// <summary>Those that are in the file when it is opened.</summary>
    public int Read(SqliteDatabase database)
    {
        using SqliteDataReader row = database.Query(
            "SELECT localpart, domain FROM account WHERE id IN (SELECT account_id FROM blocked_jid)");
        while (row.Read()) _hashes.TryAdd(HashCode.Combine(row.GetString(0), row.GetString(1)), true);
        return _hashes.Count;
    }

    private static int HashOf(Jid account) => HashCode.Combine(SqliteDatabase.Localpart(account), SqliteDatabase.Domain(account));
}
