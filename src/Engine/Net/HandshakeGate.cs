using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// Lets a bounded number of TLS handshakes compute at once: after a restart thousands of clients come back in a second, and
/// neither their own time nor that of connected clients is to pass meanwhile. Who waits for its peer has no place here, so
/// silent peers keep nobody out. Handshakes that the server has answered already go before new ones. Any thread.
/// </summary>
public sealed class HandshakeGate
{
    // When many come, a thread that serves connections gives a third of its time to handshakes at most: the others are for the pool.
    private const int RestPerWork = 2;

    // A leaf lock, taken some times per handshake. The queues are bounded by the connections there are.
    private readonly Lock _gate = new();
    private readonly Queue<IThreadPoolWorkItem> _begun = new();
    private readonly Queue<IThreadPoolWorkItem> _new = new();
    private readonly int _maxUnderWay;
    private readonly TimeProvider _time;
    private int _underWay;

    // Time stamps, guarded by _gate: when the handshake that computes on a thread of its connection began, and when the next may.
    private long _hereSince;
    private long _hereAgainAt;

    /// <param name="maxUnderWay">How many compute at once.</param>
    /// <param name="time">By which one that computes where its bytes came is followed by a rest.</param>
    public HandshakeGate(int maxUnderWay, TimeProvider time)
    {
        _maxUnderWay = maxUnderWay;
        _time = time;
        _hereAgainAt = time.GetTimestamp();
    }

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
            if (_underWay == _maxUnderWay)
            {
                (isBegun ? _begun : _new).Enqueue(handshake);
                return;
            }

            _underWay++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(handshake, preferLocal: false);
    }

    /// <summary>
    /// True: the handshake computes on the calling thread, and <see cref="LeaveHere"/> follows. It spares two changes of thread
    /// when one comes alone; when many come, the pool has them, and the caller has time for its other connections.
    /// </summary>
    /// <param name="areFew">There are so few newcomers that the caller need not rest between their handshakes.</param>
    public bool TryEnterHere(bool areFew)
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            if (_underWay > 0 || (!areFew && now < _hereAgainAt)) return false;

            _underWay = 1;
            _hereSince = now;
            _hereAgainAt = long.MaxValue;
            return true;
        }
    }

    public void LeaveHere()
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            _hereAgainAt = now + (now - _hereSince) * RestPerWork;
        }

        Leave();
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
