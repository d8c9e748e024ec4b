using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meerkat.Storage.Tests.Sqlite;

/// <summary>A directory of one test, removed with all in it at the end; does not exist before it is used.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"meerkat-{Guid.NewGuid():N}");

    public string DatabaseFile => System.IO.Path.Combine(Path, SqliteFile.Name);

    public Task<SqliteStores> OpenAsync() => OpenAsync(new SqliteOptions());

    public Task<SqliteStores> OpenAsync(SqliteOptions options) =>
        SqliteStores.OpenAsync(Path, options, NullLogger.Instance);

    public Task<SqliteStores> OpenAsync(IReadOnlyList<string> migrations) =>
        SqliteStores.OpenAsync(Path, new SqliteOptions(), NullLogger.Instance, migrations);

    /// <summary>Runs SQL on the file as another process would.</summary>
    public void Execute(string sql)
    {
        Directory.CreateDirectory(Path);
        using var database = new SqliteDatabase(DatabaseFile);
        database.ExecuteScript(sql);
    }

    public object? Scalar(string sql)
    {
        using var database = new SqliteDatabase(DatabaseFile);
        return database.Scalar(sql);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
