using Meerkat.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Meerkat.Storage.Sqlite;

/// <summary>
/// The stores in one SQLite file, the embedded default. One per process, owned by the composition root; any thread. Other
/// processes (the command line) may use the same file at the same time.
/// </summary>
public sealed class SqliteStores : IStores
{
    private readonly SqliteKeyReader _keys;
    private readonly SqliteBlocklistStore _blocklists;

    private SqliteStores(SqliteWorker worker, SqliteKeyReader keys)
    {
        Worker = worker;
        _keys = keys;
        worker.Metrics.AddReads(() => keys.Reads);
        Accounts = new SqliteAccountStore(worker, keys);
        Rosters = new SqliteRosterStore(worker);
        Offline = new SqliteOfflineStore(worker);
        UserXml = new SqliteUserXmlStore(worker);
        LastActivity = new SqliteLastActivityStore(worker);
        Push = new SqlitePushStore(worker);
        _blocklists = new SqliteBlocklistStore(worker);
    }

    public IAccountStore Accounts { get; }

    public IRosterStore Rosters { get; }

    public IOfflineStore Offline { get; }

    public IUserXmlStore UserXml { get; }

    public ILastActivityStore LastActivity { get; }

    public IPushStore Push { get; }

    public IBlocklistStore Blocklists => _blocklists;

    public SqliteMetrics Metrics => Worker.Metrics;

    internal SqliteWorker Worker { get; }

    /// <summary>Opens <c>meerkat.db</c> in the directory, making both if need be, and brings it to the current schema.</summary>
    /// <exception cref="StoreException">The file cannot be opened, is damaged, or was written by a newer server.</exception>
    /// <exception cref="ArgumentException">The options are wrong; the message names all mistakes.</exception>
    public static Task<SqliteStores> OpenAsync(string directory, SqliteOptions options, ILogger logger) =>
        OpenAsync(directory, options, logger, SqliteMigrations.All);

    internal static async Task<SqliteStores> OpenAsync(
        string directory, SqliteOptions options, ILogger logger, IReadOnlyList<string> migrations)
    {
        IReadOnlyList<string> mistakes = options.Validate();
        if (mistakes.Count > 0) throw new ArgumentException(string.Join("; ", mistakes), nameof(options));

        string file = Path.Combine(directory, SqliteFile.Name);
        var worker = new SqliteWorker(options, logger, file);
        var schema = new SqliteSchema(migrations);
        await worker.StartAsync(() => SqliteFile.Open(directory, schema, options.BusyTimeout)).ConfigureAwait(false);
        SqliteKeyReader? keys = null;
        try
        {
            keys = SqliteKeyReader.Open(file, TimeProvider.System);
            var stores = new SqliteStores(worker, keys);
            await stores._blocklists.StartAsync().ConfigureAwait(false);
            return stores;
        }
        catch
        {
            keys?.Dispose();
            await worker.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Completes what was accepted, writes the log back into the file and closes it.</summary>
    public ValueTask DisposeAsync()
    {
        _keys.Dispose();
        return Worker.DisposeAsync();
    }
}
