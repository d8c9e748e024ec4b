using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// Lets a bounded number of TLS handshakes compute at once: after a restart thousands of clients come back in a second, and
/// neither their own time nor that of connected clients is to pass meanwhile. Who waits for its peer has no place here, so
/// silent peers keep nobody out. Handshakes that the server has answered already go before new ones. Any thread.
/// </summary>
public sealed class HandshakeGate(int maxUnderWay)
{
    // A leaf lock, taken some times per handshake. The queues are bounded by the connections there are.
    private readonly Lock _gate = new();
    private readonly Queue<IThreadPoolWorkItem> _begun = new();
    private readonly Queue<IThreadPoolWorkItem> _new = new();
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
                return _begun.Count + _new.Count;
        }
    }

    /// <summary>
    /// Goes on with a handshake on the pool, now or when it is its turn. It calls <see cref="Leave"/> once, when it is over or
    /// waits for its peer.
    /// </summary>
    public void Enter(IThreadPoolWorkItem handshake, bool isBegun)
    {
        lock (_gate)
        {
            if (_underWay == maxUnderWay)
            {
                (isBegun ? _begun : _new).Enqueue(handshake);
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
            if (!_begun.TryDequeue(out next) && !_new.TryDequeue(out next))
                _underWay--;
        }

        if (next is not null)
            ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
    }
}
