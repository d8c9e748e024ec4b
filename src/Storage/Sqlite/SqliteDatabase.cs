using System.Diagnostics;
using System.Text;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Meerkat.Storage.Sqlite;

/// <summary>
/// One connection and its prepared statements. Owned by the thread that opened it; no other may call it. Parameters of
/// statements are ?1, ?2 … in the order of the arguments.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteConnection _connection;

    // Bounded: the keys are the constants of the stores, a few dozen.
    private readonly Dictionary<string, SqliteCommand> _statements = [];

    public SqliteDatabase(string file)
    {
        File = file;
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            // A pooled connection would outlive Dispose, and with it the file's locks.
            Pooling = false,
            // Seconds. A busy file is waited for by SQLite itself; this only ends the retries of the library.
            DefaultTimeout = 1,
        };
        _connection = new SqliteConnection(settings.ConnectionString);
        _connection.Open();
    }

    public string File { get; }

    /// <summary>False also after SQLite itself has rolled back, as it may when the disk is full.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Returns the number of rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>The caller disposes the rows before the next use of the same statement.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteReader();

    /// <summary>The first column of the first row; null if there is no row, or the column is null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments)
    {
        object? value = Bind(sql, arguments).ExecuteScalar();
        return value is DBNull ? null : value;
    }

    public long ScalarInt64(string sql, params ReadOnlySpan<object?> arguments) => (long)(Scalar(sql, arguments) ?? 0L);

    /// <summary>Statements without parameters, prepared for this once.</summary>
    public void ExecuteScript(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Takes the write lock; false if another process held it during the whole busy timeout of the connection.</summary>
    public bool TryBeginWrite()
    {
        // Not a command: those sleep for 150 ms and try again when the lock is taken, and reads would wait for them.
        int result = raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE");
        if (result == raw.SQLITE_BUSY) return false;
        SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        return true;
    }

    public void SetBusyTimeout(TimeSpan timeout) =>
        raw.sqlite3_busy_timeout(_connection.Handle, (int)timeout.TotalMilliseconds);

    /// <summary>The account's row; null if there is no such account.</summary>
    public long? FindAccount(Jid account) => (long?)Scalar(
        "SELECT id FROM account WHERE domain = ?1 AND localpart = ?2", Domain(account), Localpart(account));

    public static string Domain(Jid jid) => Encoding.UTF8.GetString(jid.Domain);

    public static string Localpart(Jid jid) => Encoding.UTF8.GetString(jid.Local);

    public void Dispose()
    {
        foreach (SqliteCommand statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_statements.TryGetValue(sql, out SqliteCommand? statement)) statement = Prepare(sql, arguments.Length);
        Debug.Assert(statement.Parameters.Count == arguments.Length);
        for (int i = 0; i < arguments.Length; i++) statement.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        return statement;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        SqliteCommand statement = _connection.CreateCommand();
        statement.CommandText = sql;
        for (int i = 1; i <= parameters; i++) statement.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        _statements.Add(sql, statement);
        return statement;
    }
}
