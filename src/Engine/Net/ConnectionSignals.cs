namespace Meerkat.Engine.Net;

/// <summary>
/// What happened to a connection and waits for its turn. Bits of one atomic word: whoever sets the first one while
/// <see cref="Running"/> is clear also sets Running and so has to run the turn; everyone else only leaves a bit.
/// </summary>
[Flags]
internal enum ConnectionSignals
{
    None = 0,

    /// <summary>A turn runs or is queued. The pair: Raise sets it, RunTurn clears it when no other bit is left.</summary>
    Running = 1,

    /// <summary>The pending receive-side operation ended; its result is in a field.</summary>
    Received = 2,

    /// <summary>Look at the buffer and receive on: the start, or a turn that had enough.</summary>
    Continue = 4,

    /// <summary>The pause is over.</summary>
    Resumed = 8,

    /// <summary>The owner's deadline passed.</summary>
    Deadline = 16,

    /// <summary>Our own limit on a handshake or a close passed.</summary>
    PhaseDeadline = 32,

    /// <summary>The outbox ran empty, and the owner asked for it.</summary>
    Sent = 64,

    /// <summary>The outbox ran empty or failed, and the next phase waits for it.</summary>
    Flushed = 128,

    /// <summary>A send had enough: go on with it.</summary>
    SendOn = 256,

    /// <summary>A handshake ended, well or not.</summary>
    Handshaken = 512,

    /// <summary>A close or an abort was asked for.</summary>
    Closing = 1024,

    /// <summary>What was read too much is paid for.</summary>
    Paid = 2048,

    /// <summary>Those of which there are a few in the life of a connection, all at its end.</summary>
    Ending = Closing | Flushed,
}
