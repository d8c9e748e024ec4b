namespace Meerkat.Engine.Tls;

/// <summary>
/// Whether a handshake that waits in the gate was cancelled meanwhile. A mutable struct: a private field of its handshake. The
/// gate's thread and the connection's turn both exchange it, and one of them wins.
/// </summary>
internal struct GatePass
{
    private const int None = 0;
    private const int Waiting = 1;
    private const int Cancelled = 2;

    private int _state;

    /// <summary>Before the gate is entered.</summary>
    public void Wait() => Volatile.Write(ref _state, Waiting);

    /// <summary>In the gate: false when it was cancelled.</summary>
    public bool TryPass() => Interlocked.CompareExchange(ref _state, None, Waiting) == Waiting;

    public bool TryCancel() => Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting;
}
