using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>Last activities in SQLite. Owned by <see cref="SqliteStores"/>; any thread.</summary>
internal sealed class SqliteLastActivityStore(SqliteWorker worker) : ILastActivityStore
{
    public ValueTask<LastActivity?> FindAsync(Jid account) => worker.ReadAsync(database =>
        database.FindAccount(account) is { } id ? Find(database, id) : null);

    public async ValueTask SetAsync(Jid account, LastActivity activity) => await worker.WriteAsync(database =>
        database.FindAccount(account) is { } id
            ? database.Execute("INSERT OR REPLACE INTO last_activity VALUES (?1, ?2, ?3)",
                id, activity.At.ToUnixTimeMilliseconds(), activity.Status)
            : 0).ConfigureAwait(false);

    private static LastActivity? Find(SqliteDatabase database, long account)
    {
        using SqliteDataReader row = database.Query(
            "SELECT at_ms, status FROM last_activity WHERE account_id = ?1", account);
        return row.Read()
            ? new LastActivity(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), row.GetString(1))
            : null;
    }
}
