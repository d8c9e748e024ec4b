using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>Accounts and their SCRAM keys in SQLite. Owned by <see cref="SqliteStores"/>; any thread.</summary>
internal sealed class SqliteAccountStore(SqliteWorker worker, SqliteKeyReader keys) : IAccountStore
{
    public ValueTask<Credentials?> FindAsync(Jid account) => keys.TryFind(account, out Credentials? credentials)
        ? new(credentials)
        : worker.ReadAsync(database => Find(database, account));

    public ValueTask<bool> ExistsAsync(Jid account) =>
        worker.ReadAsync(database => database.FindAccount(account) is not null);

    public ValueTask<bool> CreateAsync(Jid account, Credentials credentials)
    {
        ThrowIfNoLocalpart(account);
        return worker.WriteAsync(database =>
        {
            if (!TryInsert(database, account)) return false;
            PutKeys(database, account, credentials);
            return true;
        });
    }

    public ValueTask<bool> SetCredentialsAsync(Jid account, Credentials credentials) => worker.WriteAsync(database =>
    {
        if (database.FindAccount(account) is null) return false;
        PutKeys(database, account, credentials);
        return true;
    });

    public ValueTask<bool> RemoveAsync(Jid account) => worker.WriteAsync(database =>
    {
        if (database.FindAccount(account) is not { } id) return false;
        database.Execute("""
            UPDATE meta SET value = max(value, 1 + (SELECT roster_version FROM account WHERE id = ?1))
            WHERE key = 'first_roster_version'
            """, id);
        // The other tables follow: ON DELETE CASCADE.
        database.Execute("DELETE FROM account WHERE id = ?1", id);
        return true;
    });

    public ValueTask<IReadOnlyList<Jid>> ListAsync(string? domain, Jid? after, int limit) =>
        worker.ReadAsync<IReadOnlyList<Jid>>(database => domain is null
            ? ListAll(database, after, limit)
            : ListDomain(database, domain, after, limit));

    // Reads the index of names only.
    public ValueTask<long> CountAsync(string? domain) => worker.ReadAsync(database => domain is null
        ? database.ScalarInt64("SELECT count(*) FROM account")
        : database.ScalarInt64("SELECT count(*) FROM account WHERE domain = ?1", domain));

    public ValueTask<int> ImportAsync(IReadOnlyList<KeyValuePair<Jid, Credentials>> accounts)
    {
        foreach ((Jid account, _) in accounts) ThrowIfNoLocalpart(account);
        return worker.WriteAsync(database =>
        {
            int created = 0;
            foreach ((Jid account, Credentials credentials) in accounts)
            {
                if (TryInsert(database, account)) created++;
                PutKeys(database, account, credentials);
            }

            return created;
        });
    }

    public async ValueTask<byte[]> GetServerSecretAsync() =>
        await worker.ReadAsync(FindServerSecret).ConfigureAwait(false)
        ?? await worker.WriteAsync(CreateServerSecret).ConfigureAwait(false);

    private static byte[]? FindServerSecret(SqliteDatabase database) =>
        (byte[]?)database.Scalar("SELECT value FROM meta WHERE key = 'server_secret'");

    private static byte[] CreateServerSecret(SqliteDatabase database)
    {
        // Another process may have been faster: then its secret counts.
        database.Execute(
            "INSERT INTO meta VALUES ('server_secret', ?1) ON CONFLICT DO NOTHING", RandomNumberGenerator.GetBytes(32));
        return FindServerSecret(database)!;
    }

    private static bool TryInsert(SqliteDatabase database, Jid account) => database.Execute("""
        INSERT INTO account (domain, localpart, roster_version, roster_removal_version)
        SELECT ?1, ?2, value, value FROM meta WHERE key = 'first_roster_version'
        ON CONFLICT DO NOTHING
        """, SqliteDatabase.Domain(account), SqliteDatabase.Localpart(account)) == 1;

    private static void PutKeys(SqliteDatabase database, Jid account, Credentials credentials)
    {
        long id = database.FindAccount(account)!.Value;
        PutKeys(database, id, SqliteKeyRows.Sha1, credentials.Sha1);
        PutKeys(database, id, SqliteKeyRows.Sha256, credentials.Sha256);
        PutKeys(database, id, SqliteKeyRows.Sha512, credentials.Sha512);
    }

    private static void PutKeys(SqliteDatabase database, long account, int hash, ScramKeys keys) => database.Execute(
        "INSERT OR REPLACE INTO scram_key VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        account, hash, keys.Salt, keys.Iterations, keys.StoredKey, keys.ServerKey);

    private static Credentials? Find(SqliteDatabase database, Jid account)
    {
        var keys = new SqliteKeyRows();
        using (SqliteDataReader row = database.Query(
            SqliteKeyRows.Query, SqliteDatabase.Domain(account), SqliteDatabase.Localpart(account)))
        {
            while (row.Read()) AddKeys(ref keys, row);
        }

        Credentials? credentials = keys.ToCredentials();
        if (keys.IsAny && credentials is null) ThrowKeysMissing(database, account);
        return credentials;
    }

    private static void AddKeys(ref SqliteKeyRows keys, SqliteDataReader row)
    {
        if (row.IsDBNull(0)) keys.Add(0, null);
        else keys.Add(row.GetInt32(0), ReadKeys(row));
    }

    private static ScramKeys ReadKeys(SqliteDataReader row) => new(
        row.GetFieldValue<byte[]>(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));

    private static List<Jid> ListDomain(SqliteDatabase database, string domain, Jid? after, int limit)
    {
        // No localpart is empty, so "" is before all. The query does not compare (domain, localpart) pairs: with the
        // domain given, SQLite would look for the domain alone and read every page from its first account.
        string afterLocalpart = "";
        if (after is not null)
        {
            int order = after.Domain.SequenceCompareTo(Encoding.UTF8.GetBytes(domain));
            if (order > 0) return [];
            if (order == 0) afterLocalpart = SqliteDatabase.Localpart(after);
        }

        using SqliteDataReader row = database.Query("""
            SELECT localpart, domain FROM account WHERE domain = ?1 AND localpart > ?2 ORDER BY localpart LIMIT ?3
            """, domain, afterLocalpart, Math.Max(limit, 0));
        return ReadAccounts(database, row);
    }

    private static List<Jid> ListAll(SqliteDatabase database, Jid? after, int limit)
    {
        using SqliteDataReader row = database.Query("""
            SELECT localpart, domain FROM account WHERE (domain, localpart) > (?1, ?2)
            ORDER BY domain, localpart LIMIT ?3
            """,
            after is null ? "" : SqliteDatabase.Domain(after), after is null ? "" : SqliteDatabase.Localpart(after),
            Math.Max(limit, 0));
        return ReadAccounts(database, row);
    }

    private static List<Jid> ReadAccounts(SqliteDatabase database, SqliteDataReader row)
    {
        List<Jid> accounts = [];
        while (row.Read()) accounts.Add(SqliteRows.ReadJid(database, $"{row.GetString(0)}@{row.GetString(1)}"));
        return accounts;
    }

    private static void ThrowIfNoLocalpart(Jid account)
    {
        if (!account.HasLocal) throw new ArgumentException($"An account needs a localpart: '{account}'.", nameof(account));
    }

    private static void ThrowKeysMissing(SqliteDatabase database, Jid account) => throw new StoreException(
        StoreFailure.Corrupt, $"{database.File} does not hold the SCRAM keys of '{account}' for all hashes.");
}
