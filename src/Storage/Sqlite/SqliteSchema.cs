using System.Globalization;
using Meerkat.Engine.Storage;

namespace Meerkat.Storage.Sqlite;

/// <summary>Brings a database file to the version this server knows, or refuses it. Used once by the store's thread.</summary>
internal sealed class SqliteSchema(IReadOnlyList<string> migrations)
{
    /// <summary>"Mrkt" as a number: tells our files from other SQLite databases.</summary>
    public const int ApplicationId = 0x4D726B74;

    public int Version => migrations.Count;

    /// <summary>Migrates in one transaction: all steps or none. Safe if another process opens the same file meanwhile.</summary>
    public void Migrate(SqliteDatabase database)
    {
        // Looks without the write lock first, which another process may hold for long. In a transaction, since another
        // process may be migrating between two looks.
        database.ExecuteScript("BEGIN");
        ThrowIfUnknown(database);
        bool isCurrent = CurrentVersion(database) == Version;
        database.ExecuteScript("COMMIT");
        if (isCurrent) return;

        database.ExecuteScript("BEGIN IMMEDIATE");
        ThrowIfUnknown(database);
        for (int version = CurrentVersion(database); version < Version; version++)
            database.ExecuteScript(migrations[version]);
        database.ExecuteScript(string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT"));
    }

    private void ThrowIfUnknown(SqliteDatabase database)
    {
        long application = database.ScalarInt64("PRAGMA application_id");
        bool isEmpty = database.ScalarInt64("SELECT count(*) FROM sqlite_schema") == 0;
        if (application != ApplicationId && !(application == 0 && isEmpty))
        {
            throw new StoreException(
                StoreFailure.Corrupt, $"{database.File} is an SQLite database, but not one of this server.");
        }

        if (CurrentVersion(database) > Version)
        {
            throw new StoreException(StoreFailure.NewerVersion,
                $"{database.File} has schema version {CurrentVersion(database)}, written by a newer server; "
                + $"this one knows up to version {Version}. Install the newer server, or restore a backup.");
        }
    }

    private static int CurrentVersion(SqliteDatabase database) => (int)database.ScalarInt64("PRAGMA user_version");
}
