using Meerkat.Engine.Options;
using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server.Options;

/// <summary>Opens the stores that the options ask for. Any thread.</summary>
internal static class ConfiguredStores
{
    /// <inheritdoc cref="SqliteStores.OpenAsync(string, SqliteOptions, ILogger)"/>
    public static Task<SqliteStores> OpenAsync(StorageOptions options, ILogger logger) =>
        SqliteStores.OpenAsync(options.DataDirectory, ToSqliteOptions(options), logger);

    internal static SqliteOptions ToSqliteOptions(StorageOptions options) => new()
    {
        MaxQueuedRequests = options.MaxQueuedRequests,
        MaxBatchRequests = options.MaxBatchRequests,
    };
}
