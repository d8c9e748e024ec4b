using System.Text;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>Registrations for push notifications in SQLite. Owned by <see cref="SqliteStores"/>; any thread.</summary>
internal sealed class SqlitePushStore(SqliteWorker worker) : IPushStore
{
    public ValueTask<PushEnableStatus> EnableAsync(Jid account, PushRegistration registration, int maxRegistrations) =>
        worker.WriteAsync(database =>
        {
            if (database.FindAccount(account) is not { } id) return PushEnableStatus.NoSuchAccount;

            string service = Text(registration.Service);
            long others = database.ScalarInt64("""
                SELECT count(*) FROM push_registration WHERE account_id = ?1 AND NOT (service = ?2 AND node = ?3)
                """, id, service, registration.Node);
            if (others >= maxRegistrations) return PushEnableStatus.Full;

            database.Execute(
                "INSERT OR REPLACE INTO push_registration VALUES (?1, ?2, ?3, ?4)",
                id, service, registration.Node, registration.Options);
            return PushEnableStatus.Enabled;
        });

    public async ValueTask DisableAsync(Jid account, Jid service, string? node) => await worker.WriteAsync(database =>
        database.FindAccount(account) is { } id
            ? database.Execute("""
                DELETE FROM push_registration WHERE account_id = ?1 AND service = ?2 AND (?3 IS NULL OR node = ?3)
                """, id, Text(service), node)
            : 0).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<PushRegistration>> ListAsync(Jid account) =>
        worker.ReadAsync<IReadOnlyList<PushRegistration>>(database => List(database, account));

    private static List<PushRegistration> List(SqliteDatabase database, Jid account)
    {
        if (database.FindAccount(account) is not { } id) return [];

        List<PushRegistration> registrations = [];
        using SqliteDataReader row = database.Query(
            "SELECT service, node, options FROM push_registration WHERE account_id = ?1", id);
        while (row.Read())
        {
            Jid service = SqliteRows.ReadJid(database, row.GetString(0));
            registrations.Add(new PushRegistration(service, row.GetString(1), row.GetFieldValue<byte[]>(2)));
        }

        return registrations;
    }

    private static string Text(Jid jid) => Encoding.UTF8.GetString(jid.Utf8);
}
