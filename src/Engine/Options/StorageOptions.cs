namespace Meerkat.Engine.Options;

/// <summary>Where accounts, rosters and offline messages are kept. Immutable.</summary>
public sealed record StorageOptions
{
    /// <summary>The directory of the database; made if it is not there. The default is relative to where the server was
    /// started.</summary>
    public string DataDirectory { get; init; } = "meerkat-data";

    /// <summary>Reads, and apart from them writes, that may wait for the disk; further ones hold back their
    /// streams.</summary>
    public int MaxQueuedRequests { get; init; } = 4096;

    /// <summary>Requests in one transaction: the more, the fewer disk flushes, and the longer one batch holds up the
    /// next.</summary>
    public int MaxBatchRequests { get; init; } = 512;
}
