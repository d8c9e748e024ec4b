using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Storage.Sqlite;

/// <summary>Users' XML elements in SQLite. Owned by <see cref="SqliteStores"/>; any thread.</summary>
internal sealed class SqliteUserXmlStore(SqliteWorker worker) : IUserXmlStore
{
    public ValueTask<byte[]?> GetAsync(Jid account, string key) => worker.ReadAsync(database =>
        database.FindAccount(account) is { } id
            ? (byte[]?)database.Scalar("SELECT element FROM user_xml WHERE account_id = ?1 AND key = ?2", id, key)
            : null);

    public ValueTask<bool> SetAsync(Jid account, string key, ReadOnlyMemory<byte> element, int maxKeys)
    {
        byte[] copy = element.ToArray();
        return worker.WriteAsync(database =>
        {
            if (database.FindAccount(account) is not { } id) return false;
            long otherKeys = database.ScalarInt64(
                "SELECT count(*) FROM user_xml WHERE account_id = ?1 AND key <> ?2", id, key);
            if (otherKeys >= maxKeys) return false;

            database.Execute("INSERT OR REPLACE INTO user_xml VALUES (?1, ?2, ?3)", id, key, copy);
            return true;
        });
    }
}
