using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>Offline messages in SQLite. Owned by <see cref="SqliteStores"/>; any thread.</summary>
internal sealed class SqliteOfflineStore(SqliteWorker worker) : IOfflineStore
{
    public ValueTask<OfflineAppendStatus> AppendAsync(Jid account, ReadOnlyMemory<byte> stanza, int maxMessages)
    {
        byte[] copy = stanza.ToArray();
        return worker.WriteAsync(database =>
        {
            if (database.FindAccount(account) is not { } id) return OfflineAppendStatus.NoSuchAccount;
            if (Count(database, id) >= maxMessages) return OfflineAppendStatus.Full;

            database.Execute(
                "INSERT INTO offline_message (account_id, stanza, at_ms) VALUES (?1, ?2, ?3)",
                id, copy, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            return OfflineAppendStatus.Stored;
        });
    }

    public ValueTask<IReadOnlyList<OfflineMessage>> ReadAsync(Jid account, long afterId, int limit) =>
        worker.ReadAsync<IReadOnlyList<OfflineMessage>>(database => Read(database, account, afterId, limit));

    public async ValueTask RemoveAsync(Jid account, long throughId) => await worker.WriteAsync(database =>
        database.FindAccount(account) is { } id
            ? database.Execute("DELETE FROM offline_message WHERE account_id = ?1 AND id <= ?2", id, throughId)
            : 0).ConfigureAwait(false);

    public ValueTask<int> CountAsync(Jid account) => worker.ReadAsync(database =>
        database.FindAccount(account) is { } id ? (int)Count(database, id) : 0);

    public ValueTask<long> RemoveOlderThanAsync(string? domain, DateTimeOffset moment) => worker.WriteAsync(database => domain is null
        ? (long)database.Execute("DELETE FROM offline_message WHERE at_ms < ?1", moment.ToUnixTimeMilliseconds())
        : database.Execute("""
            DELETE FROM offline_message
            WHERE at_ms < ?1 AND account_id IN (SELECT id FROM account WHERE domain = ?2)
            """, moment.ToUnixTimeMilliseconds(), domain));

    // Reads the index only: 500 messages, the usual limit, are two or three pages.
    private static long Count(SqliteDatabase database, long account) =>
        database.ScalarInt64("SELECT count(*) FROM offline_message WHERE account_id = ?1", account);

    private static List<OfflineMessage> Read(SqliteDatabase database, Jid account, long afterId, int limit)
    {
        if (database.FindAccount(account) is not { } id) return [];
        List<OfflineMessage> messages = [];
        using SqliteDataReader row = database.Query(
            "SELECT id, stanza FROM offline_message WHERE account_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
            id, afterId, Math.Max(limit, 0));
        while (row.Read()) messages.Add(new OfflineMessage(row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        return messages;
    }
}
