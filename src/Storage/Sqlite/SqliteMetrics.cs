namespace Meerkat.Storage.Sqlite;

/// <summary>
/// What the embedded store has done since it was opened. Written by the store's thread, but for look-ups elsewhere; read by any
/// thread. The figures are each right but not of one instant.
/// </summary>
public sealed class SqliteMetrics
{
    // Written by the store's thread with Volatile.Write, read by the properties with Volatile.Read.
    private long _reads;
    private long _writes;
    private long _failures;
    private long _commits;
    private int _lastBatchSize;

    private readonly Func<int> _queueLength;
    private Func<long> _readsElsewhere = () => 0;

    internal SqliteMetrics(Func<int> queueLength) => _queueLength = queueLength;

    /// <summary>Reads that have been run.</summary>
    public long Reads => Volatile.Read(ref _reads) + Volatile.Read(ref _readsElsewhere)();

    /// <summary>Writes committed.</summary>
    public long Writes => Volatile.Read(ref _writes);

    /// <summary>Requests that ended in an exception.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Write transactions committed: each is one flush of the disk. Writes / commits is the gain by grouping.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Writes in the last commit.</summary>
    public int LastBatchSize => Volatile.Read(ref _lastBatchSize);

    /// <summary>Requests waiting, those of callers waiting for room not counted.</summary>
    public int QueueLength => _queueLength();

    /// <summary>Reads that the store's thread has no part in.</summary>
    internal void AddReads(Func<long> elsewhere) => Volatile.Write(ref _readsElsewhere, elsewhere);

    internal void CountReads(int reads) => Volatile.Write(ref _reads, _reads + reads);

    internal void CountCommit(int writes)
    {
        Volatile.Write(ref _writes, _writes + writes);
        Volatile.Write(ref _commits, _commits + 1);
        Volatile.Write(ref _lastBatchSize, writes);
    }

    internal void CountFailures(int failures) => Volatile.Write(ref _failures, _failures + failures);
}
