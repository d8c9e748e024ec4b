namespace Meerkat.Storage.Sqlite;

/// <summary>Limits of the embedded store. Immutable.</summary>
public sealed record SqliteOptions
{
    /// <summary>Reads, and apart from them writes, that may wait for the store; further callers wait for room without
    /// holding a thread. Default 4096: a few seconds of work on a slow disk at 16 writes a commit.</summary>
    public int MaxQueuedRequests { get; init; } = 4096;

    /// <summary>Requests in one transaction. Default 512: it bounds how long a batch of reads holds up a write and the
    /// reverse, to some 10 ms at 20 µs a request, while a disk flush of 1–10 ms is shared by enough writes not to matter.</summary>
    public int MaxBatchRequests { get; init; } = 512;

    /// <summary>How long a write waits for another process that is writing. Default 30 s: an import of 50,000 accounts
    /// takes a few. Reads go on meanwhile.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>All mistakes in these options; empty if there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> mistakes = [];
        if (MaxQueuedRequests < 1) mistakes.Add($"MaxQueuedRequests must be at least 1, not {MaxQueuedRequests}");
        if (MaxBatchRequests < 1) mistakes.Add($"MaxBatchRequests must be at least 1, not {MaxBatchRequests}");
        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromHours(1))
            mistakes.Add($"BusyTimeout must be between 0 and 1 hour, not {BusyTimeout}");
        return mistakes;
    }
}
