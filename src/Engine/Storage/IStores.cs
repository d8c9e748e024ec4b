namespace Meerkat.Engine.Storage;

/// <summary>Everything that is kept. One per process; disposing flushes what was accepted.</summary>
public interface IStores : IAsyncDisposable
{
    IAccountStore Accounts { get; }

    IRosterStore Rosters { get; }

    IOfflineStore Offline { get; }

    IUserXmlStore UserXml { get; }

    ILastActivityStore LastActivity { get; }
}
