using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// Lets a bounded number of TLS handshakes run at once, the others in the order they came: after a restart thousands
/// of clients come back in a second, and it is better to finish some than to time out all. Any thread.
/// </summary>
public sealed class HandshakeGate(int maxUnderWay)
{
    // A leaf lock, taken twice per handshake. The queue is bounded by the connections there are.
    private readonly Lock _gate = new();
    private readonly Queue<IThreadPoolWorkItem> _waiting = new();
    private int _underWay;

    public int UnderWay
    {
        get
        {
            lock (_gate)
                return _underWay;
        }
    }

    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Runs the handshake on the pool, now or when it is its turn. It calls <see cref="Leave"/> once, when it is over.</summary>
    public void Enter(IThreadPoolWorkItem handshake)
    {
        lock (_gate)
        {
            if (_underWay == maxUnderWay)
            {
                _waiting.Enqueue(handshake);
                return;
            }

            _underWay++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(handshake, preferLocal: false);
    }

    public void Leave()
    {
        IThreadPoolWorkItem? next;
        lock (_gate)
        {
            Debug.Assert(_underWay > 0, "who leaves has entered");
            if (!_waiting.TryDequeue(out next))
                _underWay--;
        }

        if (next is not null)
            ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
    }
}
