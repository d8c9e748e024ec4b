namespace Meerkat.Engine.Storage;

/// <summary>
/// Stores that keep everything in memory and lose it with the process: for tests and trials. One per process; any thread.
/// Every operation holds one lock and completes synchronously.
/// </summary>
public sealed class MemoryStores : IStores
{
    public MemoryStores()
    {
        var table = new MemoryTable();
        Accounts = new MemoryAccountStore(table);
        Rosters = new MemoryRosterStore(table);
        Offline = new MemoryOfflineStore(table);
        UserXml = new MemoryUserXmlStore(table);
        LastActivity = new MemoryLastActivityStore(table);
        Push = new MemoryPushStore(table);
        Blocklists = new MemoryBlocklistStore(table);
    }

    public IAccountStore Accounts { get; }

    public IRosterStore Rosters { get; }

    public IOfflineStore Offline { get; }

    public IUserXmlStore UserXml { get; }

    public ILastActivityStore LastActivity { get; }

    public IPushStore Push { get; }

    public IBlocklistStore Blocklists { get; }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
