namespace Meerkat.Engine.Storage;

/// <summary>
/// A store could not do what it was asked: the environment's fault (disk, lock, file), never the peer's. Nothing of the
/// request was kept. The message is for the log, not for the peer. Any thread.
/// </summary>
public sealed class StoreException : Exception
{
    public StoreException(StoreFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    public StoreFailure Failure { get; }
}

/// <summary>Why a store failed, as far as callers may want to treat it differently.</summary>
public enum StoreFailure : byte
{
    /// <summary>None of the others; see the inner exception.</summary>
    Unknown,

    /// <summary>Another process kept the store locked for too long. Trying again later may help.</summary>
    Busy,

    /// <summary>No room is left on the disk.</summary>
    DiskFull,

    /// <summary>The disk or the file system reported an error.</summary>
    Io,

    /// <summary>The store may not be opened or written: permissions, a missing directory, a read-only file system.</summary>
    Inaccessible,

    /// <summary>What is stored cannot be read: it is damaged, or not what it should be.</summary>
    Corrupt,

    /// <summary>The store was written by a newer version of the server.</summary>
    NewerVersion,

    /// <summary>The store is being closed.</summary>
    Closed,
}
