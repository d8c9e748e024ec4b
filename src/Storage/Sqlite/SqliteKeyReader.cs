using System.Diagnostics;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using SQLitePCL;

namespace Meerkat.Storage.Sqlite;

/// <summary>
/// Finds the keys of accounts on the thread that asks, over a connection of its own: every login needs them, and two changes of
/// thread cost ten times what the look-up does. Whenever it could hold that thread up, the answer is left to the store's thread.
/// Owned by <see cref="SqliteStores"/>; any thread.
/// </summary>
/// <remarks>
/// What is asked for is in memory, SQLite's or the kernel's, except after a restart of the machine or when memory is short: a read
/// that took longer than memory takes is followed by a rest of many times its length. Readers of a database with a write-ahead log
/// do not wait for its writer.
/// </remarks>
internal sealed class SqliteKeyReader : IDisposable
{
    // So that a thread waits for disks a twentieth of its time at most.
    private const int RestPerWait = 20;

    // Twenty times what a look-up takes, and less than any disk that turns needs.
    private static readonly TimeSpan _slow = TimeSpan.FromMilliseconds(0.5);

    private readonly TimeProvider _time;

    // Held for one look-up. Nobody waits for it: who does not get it asks the store's thread.
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private long _restsUntil;
    private bool _isDisposed;

    // Written under _gate with Volatile.Write, read by any thread.
    private long _reads;

    private SqliteKeyReader(sqlite3 connection, sqlite3_stmt statement, TimeProvider time)
    {
        _connection = connection;
        _statement = statement;
        _time = time;
        _restsUntil = time.GetTimestamp();
    }

    /// <summary>Look-ups answered here.</summary>
    public long Reads => Volatile.Read(ref _reads);

    /// <exception cref="StoreException">The file cannot be opened, or is not of the current schema.</exception>
    public static SqliteKeyReader Open(string file, TimeProvider time)
    {
        int result = raw.sqlite3_open_v2(
            file, out sqlite3 connection, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result == raw.SQLITE_OK)
        {
            result = raw.sqlite3_prepare_v2(connection, SqliteKeyRows.Query, out sqlite3_stmt statement);
            if (result == raw.SQLITE_OK) return new SqliteKeyReader(connection, statement, time);
        }

        connection?.Dispose();
        throw new StoreException(StoreFailure.Inaccessible, $"{file} cannot be read: SQLite error {result}.");
    }

    /// <summary>False: ask the store's thread. True with null: there is no such account.</summary>
    public bool TryFind(Jid account, out Credentials? credentials)
    {
        credentials = null;
        if (!_gate.TryEnter()) return false;

        try
        {
            long now = _time.GetTimestamp();
            return !_isDisposed && now >= _restsUntil && TryFindLocked(account, now, out credentials);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;

            _isDisposed = true;
            _statement.Dispose();
            _connection.Dispose();
        }
    }

    private bool TryFindLocked(Jid account, long start, out Credentials? credentials)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        bool isFound = TryRead(account, out credentials);
        long end = _time.GetTimestamp();
        if (_time.GetElapsedTime(start, end) > _slow) _restsUntil = end + (end - start) * RestPerWait;
        Volatile.Write(ref _reads, _reads + 1);
        return isFound;
    }

    // Whatever is not as it should be is for the store's thread to find out: it knows how to wait, and whom to tell.
    private bool TryRead(Jid account, out Credentials? credentials)
    {
        var keys = new SqliteKeyRows();
        raw.sqlite3_bind_text(_statement, 1, account.Domain);
        raw.sqlite3_bind_text(_statement, 2, account.Local);
        int result;
        while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
        {
            var row = new ScramKeys(Blob(1), raw.sqlite3_column_int(_statement, 2), Blob(3), Blob(4));
            keys.Add(raw.sqlite3_column_int(_statement, 0), row);
        }

        raw.sqlite3_reset(_statement);
        credentials = keys.ToCredentials();
        return result == raw.SQLITE_DONE && keys.IsAny == credentials is not null;
    }

    private byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();
}
