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

    // Written by the store's thread behind the hashes. Until then, and if the reading failed, everybody may have one.
    private volatile bool _isKnown;

    public BlocklistOwners(SqliteWorker worker) => _ = ReadAsync(worker);

    public bool MayHave(Jid account) => !_isKnown || _hashes.ContainsKey(HashOf(SqliteDatabase.Localpart(account), SqliteDatabase.Domain(account)));

    /// <summary>Before the first row is there.</summary>
    public void Add(Jid account) => _hashes.TryAdd(HashOf(SqliteDatabase.Localpart(account), SqliteDatabase.Domain(account)), true);

    private async Task ReadAsync(SqliteWorker worker)
    {
        try
        {
            await worker.ReadAsync(Read).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The worker has logged it.
        }
    }

    private bool Read(SqliteDatabase database)
    {
        using SqliteDataReader row = database.Query(
            "SELECT localpart, domain FROM account WHERE id IN (SELECT account_id FROM blocked_jid)");
        while (row.Read()) _hashes.TryAdd(HashOf(row.GetString(0), row.GetString(1)), true);
        return _isKnown = true;
    }

    private static int HashOf(string localpart, string domain) => HashCode.Combine(localpart, domain);
}
