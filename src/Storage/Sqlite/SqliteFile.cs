using Meerkat.Engine.Storage;

namespace Meerkat.Storage.Sqlite;

/// <summary>Creates and opens the database file of a directory. Used once by the store's thread.</summary>
internal static class SqliteFile
{
    public const string Name = "meerkat.db";

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The directory and the file are made if they are not there, for their owner only: the keys of all accounts
    /// are in it. SQLite gives its -wal and -shm files the mode of the file. Existing ones keep the mode they have.</summary>
    public static SqliteDatabase Open(string directory, SqliteSchema schema, TimeSpan busyTimeout)
    {
        string file = Path.Combine(directory, Name);
        SqliteDatabase? database = null;
        try
        {
            Create(directory, file);
            database = new SqliteDatabase(file);
            database.SetBusyTimeout(busyTimeout);
            schema.Migrate(database);
            Configure(database);
            return database;
        }
        catch (Exception error)
        {
            database?.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new StoreException(StoreFailure.Inaccessible, $"{file} cannot be opened: {error.Message}", error);
            throw SqliteErrors.Translate(error, file);
        }
    }

    private static void Create(string directory, string file)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, OwnerFile | UnixFileMode.UserExecute);
        if (File.Exists(file)) return;
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerFile,
        };
        new FileStream(file, options).Dispose();
    }

    // WAL: readers and the writer do not wait for each other, and a commit is one flush of one file.
    // synchronous=FULL: that flush happens at every commit. NORMAL would lose the last commits in a power cut.
    // journal_size_limit: 64 MiB, so that the log of a great import does not stay that big.
    // cache_size: 16 MiB (negative is KiB). The default of 2 MiB holds the inner pages of about 100,000 accounts.
    private static void Configure(SqliteDatabase database) => database.ExecuteScript("""
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -16384;
        """);
}
