using Meerkat.Engine.Options;
using Meerkat.Engine.Services;
using Meerkat.Engine.Storage;
using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>The store as a service of the node: the first to start, and the last to stop.</summary>
internal sealed class StoreService(ServerOptions options, ILoggerFactory loggers) : INodeService
{
    private SqliteStores? _stores;

    // As its table in the configuration.
    public string Name => "storage";

    public bool IsRequired => true;

    /// <summary>While the service runs.</summary>
    public IStores Stores => _stores ?? throw new InvalidOperationException("The store is not open.");

    public async Task StartAsync(CancellationToken cancel) => _stores = await SqliteStores.OpenAsync(
        options.Storage.DataDirectory, options.ToSqliteOptions(), loggers.CreateLogger<SqliteStores>()).ConfigureAwait(false);

    public async Task StopAsync(CancellationToken cancel)
    {
        if (_stores is not { } stores) return;

        _stores = null;
        await stores.DisposeAsync().ConfigureAwait(false);
    }
}
