namespace Meerkat.Engine.Net;

/// <summary>
/// The connections that are not read from until what they have sent is paid for, by the moment at which that is. Bounded by
/// admission. Any thread; the lock is a leaf and taken when a pause begins and ends.
/// </summary>
public sealed class ThrottledConnections : IHeartbeatTask
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Connection, long> _waiting = new();

    /// <summary>Those whose time has not come; one that was closed meanwhile counts until then.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Lets go on whose time has come. Heartbeat thread.</summary>
    public void OnTick(Turn turn)
    {
        while (TryTake(turn.NowMs, out Connection? connection))
            connection!.Raise(ConnectionSignals.Paid);
    }

    /// <summary>The connection is raised <see cref="ConnectionSignals.Paid"/> at this moment, or up to a tick later.</summary>
    internal void Add(Connection connection, long paidAtMs)
    {
        lock (_gate)
            _waiting.Enqueue(connection, paidAtMs);
    }

    private bool TryTake(long nowMs, out Connection? connection)
    {
        lock (_gate)
        {
            if (!_waiting.TryPeek(out connection, out long paidAtMs) || paidAtMs > nowMs)
                return false;
            _waiting.Dequeue();
            return true;
        }
    }
}
