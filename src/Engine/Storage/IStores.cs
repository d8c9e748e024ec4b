namespace Meerkat.Engine.Storage;

/// <summary>
/// Everything that is kept. One per process; disposing flushes what was accepted. A read sees every write that completed
/// before it was asked for, also those of other processes; writes still under way it may see or not. Accounts are bare
/// JIDs: a resourcepart is ignored. All methods throw <see cref="StoreException"/> when the store itself fails.
/// </summary>
public interface IStores : IAsyncDisposable
{
    IAccountStore Accounts { get; }

    IRosterStore Rosters { get; }

    IOfflineStore Offline { get; }

    IUserXmlStore UserXml { get; }

    ILastActivityStore LastActivity { get; }

    IPushStore Push { get; }

    IBlocklistStore Blocklists { get; }
}
