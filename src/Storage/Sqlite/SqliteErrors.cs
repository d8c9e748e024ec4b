using Meerkat.Engine.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Meerkat.Storage.Sqlite;

/// <summary>Turns what SQLite reports into what callers of a store expect. Stateless; any thread.</summary>
internal static class SqliteErrors
{
    /// <summary>A <see cref="StoreException"/> for errors of SQLite; others (of a caller's delegate) as they are.</summary>
    public static Exception Translate(Exception error, string file) => error switch
    {
        SqliteException sqlite => Translate(sqlite, file),
        _ => error,
    };

    public static StoreException Busy(TimeSpan waited, string file) => new(
        StoreFailure.Busy, $"Another process has kept {file} locked for {waited.TotalSeconds:0.###} s.");

    public static StoreException Closed(string file) => new(StoreFailure.Closed, $"{file} is being closed.");

    private static StoreException Translate(SqliteException error, string file)
    {
        (StoreFailure failure, string message) = error.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (StoreFailure.Busy, $"Another process keeps {file} locked."),
            raw.SQLITE_FULL => (StoreFailure.DiskFull, $"No room is left on the disk for {file}."),
            raw.SQLITE_IOERR => (StoreFailure.Io, $"The disk or file system of {file} reports an error."),
            raw.SQLITE_READONLY => (StoreFailure.Inaccessible, $"{file} may not be written."),
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                (StoreFailure.Inaccessible, $"{file} cannot be opened."),
            raw.SQLITE_CORRUPT => (StoreFailure.Corrupt, $"{file} is damaged; restore it from a backup."),
            raw.SQLITE_NOTADB => (StoreFailure.Corrupt, $"{file} is not an SQLite database, or is damaged."),
            _ => (StoreFailure.Unknown, $"SQLite failed on {file}."),
        };
        return new StoreException(failure, $"{message} ({error.Message})", error);
    }
}
