using System.Collections.Concurrent;

namespace Meerkat.Engine.Net;

/// <summary>
/// Turns whose bytes may wait a little: whoever else sends to the same connections meanwhile takes them along, so that many appends
/// share a system call. Ends all that are here a fixed time after the first. Any thread.
/// </summary>
internal sealed class LateTurns : IDisposable
{
    private readonly TimeSpan _delay;
    private readonly ConcurrentQueue<Turn> _turns = new();
    private readonly ITimer _timer;

    // 1 from the first turn until the timer has fired. Exchanged by whoever adds: the one who sets it starts the timer.
    private int _isStarted;

    public LateTurns(TimeProvider time, TimeSpan delay)
    {
        _delay = delay;
        _timer = time.CreateTimer(static turns => ((LateTurns)turns!).EndAll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Turn turn)
    {
        _turns.Enqueue(turn);
        if (Interlocked.Exchange(ref _isStarted, 1) == 0) _timer.Change(_delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        EndAll();
    }

    private void EndAll()
    {
        // First: a turn that is added from now on starts the timer again.
        Interlocked.Exchange(ref _isStarted, 0);
        while (_turns.TryDequeue(out Turn? turn)) turn.End();
    }
}
