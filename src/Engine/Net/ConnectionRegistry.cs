using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// All live connections, for deadlines and for the shutdown. Bounded by admission. Any thread; the lock is a leaf and
/// taken when a connection begins and ends, never for its bytes.
/// </summary>
public sealed class ConnectionRegistry(Clock clock, TurnPool turns) : IHeartbeatTask
{
    // With a tick of 250 ms each connection is visited once a second: deadlines are exact to about a second.
    private const int SlicesPerRound = 4;

    // A farewell per connection: some 10 µs each with its send, so a turn stays below a millisecond.
    private const int ClosesPerTurn = 64;

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();

    // Slots are written under the lock and read without it: a visitor may miss a newcomer for one round.
    private Connection?[] _slots = new Connection?[64];
    private int _used;
    private int _count;
    private int _nextVisit;
    private TaskCompletionSource? _whenEmpty;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Visits a slice of the connections whose deadlines may have passed. Heartbeat thread.</summary>
    public void OnTick(Turn turn)
    {
        long nowMs = clock.NowMs;
        Connection?[] slots = Volatile.Read(ref _slots);
        int used = Math.Min(Volatile.Read(ref _used), slots.Length);
        int end = Math.Min(used, _nextVisit + (used / SlicesPerRound) + 1);
        for (int i = _nextVisit; i < end; i++)
            Volatile.Read(ref slots[i])?.VisitDeadlines(nowMs);
        _nextVisit = end >= used ? 0 : end;
    }

    /// <summary>Closes all connections there are, each with its farewell. Not on a completion thread.</summary>
    public void CloseAll(CloseReason reason)
    {
        Connection?[] slots = Volatile.Read(ref _slots);
        for (int from = 0; from < slots.Length; from += ClosesPerTurn)
        {
            Turn turn = turns.Begin();
            foreach (Connection? connection in slots.AsSpan(from, Math.Min(ClosesPerTurn, slots.Length - from)))
                connection?.Close(turn, reason);
            turn.End();
        }
    }

    /// <summary>Aborts all connections there are: what did not close in time at a shutdown.</summary>
    public void AbortAll(CloseReason reason)
    {
        foreach (Connection? connection in Volatile.Read(ref _slots))
            connection?.Abort(reason);
    }

    /// <summary>Completes when no connection is left; at once if there is none.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            if (_count == 0)
                return Task.CompletedTask;
            _whenEmpty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _whenEmpty.Task;
        }
    }

    /// <summary>Returns the slot to give back to <see cref="Remove"/>.</summary>
    internal int Add(Connection connection)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out int slot))
                slot = _used++;
            if (slot == _slots.Length)
            {
                Connection?[] longer = new Connection?[_slots.Length * 2];
                _slots.CopyTo(longer, 0);
                Volatile.Write(ref _slots, longer);
            }

            Volatile.Write(ref _slots[slot], connection);
            _count++;
            return slot;
        }
    }

    internal void Remove(int slot)
    {
        TaskCompletionSource? emptied = null;
        lock (_gate)
        {
            Debug.Assert(_slots[slot] is not null, "a connection ends once");
            Volatile.Write(ref _slots[slot], null);
            _free.Push(slot);
            _count--;
            if (_count == 0)
                (emptied, _whenEmpty) = (_whenEmpty, null);
        }

        emptied?.SetResult();
    }
}
