using System.Text;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>Blocklists in SQLite. Owned by <see cref="SqliteStores"/>; any thread.</summary>
internal sealed class SqliteBlocklistStore(SqliteWorker worker) : IBlocklistStore
{
    private readonly BlocklistOwners _owners = new();

    /// <summary>Once, before anything is asked.</summary>
    public async Task StartAsync() => await worker.ReadAsync(_owners.Read).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<Jid>> ListAsync(Jid account) => _owners.MayHave(account)
        ? worker.ReadAsync<IReadOnlyList<Jid>>(database => database.FindAccount(account) is { } id ? List(database, id) : [])
        : ValueTask.FromResult<IReadOnlyList<Jid>>([]);

    public ValueTask<bool> IsBlockedAsync(Jid account, Jid address)
    {
        if (!_owners.MayHave(account)) return ValueTask.FromResult(false);

        string full = Text(address.Utf8);
        string bare = Text(address.BareUtf8);
        string domain = Text(address.Domain);
        return worker.ReadAsync(database => database.ScalarInt64("""
            SELECT count(*) FROM account JOIN blocked_jid ON account_id = account.id
            WHERE domain = ?1 AND localpart = ?2 AND jid IN (?3, ?4, ?5)
            """, SqliteDatabase.Domain(account), SqliteDatabase.Localpart(account), full, bare, domain) > 0);
    }

    public ValueTask<BlocklistChange> AddAsync(Jid account, IReadOnlyCollection<Jid> addresses, int maxItems) =>
        worker.WriteAsync(database =>
        {
            if (database.FindAccount(account) is not { } id) return BlocklistChange.None(BlocklistStatus.NoSuchAccount);

            List<Jid> before = List(database, id);
            List<Jid> added = [.. addresses.Distinct().Except(before)];
            if (added.Count > 0 && before.Count + added.Count > maxItems) return BlocklistChange.None(BlocklistStatus.Full);

            _owners.Add(account);
            foreach (Jid jid in added) database.Execute("INSERT INTO blocked_jid VALUES (?1, ?2)", id, Text(jid.Utf8));
            return new BlocklistChange(BlocklistStatus.Done, before, added);
        });

    public ValueTask<BlocklistChange> RemoveAsync(Jid account, IReadOnlyCollection<Jid>? addresses) =>
        worker.WriteAsync(database =>
        {
            if (database.FindAccount(account) is not { } id) return BlocklistChange.None(BlocklistStatus.NoSuchAccount);

            List<Jid> before = List(database, id);
            List<Jid> removed = addresses is null ? before : [.. addresses.Distinct().Intersect(before)];
            foreach (Jid jid in removed)
                database.Execute("DELETE FROM blocked_jid WHERE account_id = ?1 AND jid = ?2", id, Text(jid.Utf8));
            return new BlocklistChange(BlocklistStatus.Done, before, removed);
        });

    private static List<Jid> List(SqliteDatabase database, long id)
    {
        List<Jid> blocked = [];
        using SqliteDataReader row = database.Query("SELECT jid FROM blocked_jid WHERE account_id = ?1", id);
        while (row.Read()) blocked.Add(SqliteRows.ReadJid(database, row.GetString(0)));
        return blocked;
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
