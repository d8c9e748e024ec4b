using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// One run-to-completion piece of work: the connections it appended to, which are flushed at its end, and scratch
/// space. Begun by a receive completion, a timer or a storage continuation; used by that one thread until End.
/// </summary>
public sealed class Turn
{
    // A turn that touches more connections than this (a large fan-out) gives the bigger array back.
    private const int KeptTouched = 256;

    private readonly TurnPool _pool;
    private Connection[] _touched = new Connection[8];
    private int _touchedCount;
    private long _nowMs;
    private bool _isRunning;

    internal Turn(TurnPool pool) => _pool = pool;

    /// <summary>Scratch space for what is written once and appended. Empty at the begin of every turn.</summary>
    public ByteBuffer Scratch { get; } = new();

    /// <summary>The node's monotonic clock in milliseconds, read once per turn.</summary>
    public long NowMs => _nowMs >= 0 ? _nowMs : _nowMs = _pool.Clock.NowMs;

    /// <summary>Sends what was appended and gives the turn back. It must not be used afterwards.</summary>
    public void End()
    {
        Debug.Assert(_isRunning, "a turn ends once");
        Flush();
        Scratch.Clear();
        _isRunning = false;
        _pool.Return(this);
    }

    /// <summary>
    /// Gives the turn back for good, and sends what was appended before long: what is appended meanwhile by others takes it along.
    /// </summary>
    public void EndLate()
    {
        if (_touchedCount == 0) End();
        else _pool.EndLate(this);
    }

    internal void Begin()
    {
        Debug.Assert(!_isRunning && _touchedCount == 0, "a pooled turn is idle");
        _isRunning = true;
        _nowMs = -1;
    }

    /// <summary>Remembers to flush. Called by the outbox of the connection, at most once between two flushes.</summary>
    internal void Touch(Connection connection)
    {
        Debug.Assert(_isRunning, "an append belongs to a running turn");
        if (_touchedCount == _touched.Length)
            Array.Resize(ref _touched, _touched.Length * 2);
        _touched[_touchedCount++] = connection;
    }

    private void Flush()
    {
        // A flush never appends, so the list does not grow under us.
        for (int i = 0; i < _touchedCount; i++)
            _touched[i].Flush();

        if (_touched.Length > KeptTouched)
            _touched = new Connection[8];
        else
            Array.Clear(_touched, 0, _touchedCount);
        _touchedCount = 0;
    }
}
