using System.Net;
using System.Net.Sockets;

namespace Meerkat.Engine.Net;

/// <summary>
/// Accepts the connections of one endpoint, in a loop that has one accept under way. Owned by the composition root,
/// which starts and stops it; as a heartbeat task it wakes up after a pause.
/// </summary>
public sealed class Listener : IHeartbeatTask, IThreadPoolWorkItem, IDisposable
{
    // How many are accepted in one go before the completion thread does something else.
    private const int MaxAcceptsPerRun = 64;

    // Descriptors come back as connections end; more than a few tries a second would only burn the processor.
    private const long BackOffMs = 250;

    private const long NotPaused = long.MaxValue;

    private readonly Network _network;
    private readonly IConnectionAcceptor _acceptor;
    private readonly ListenerOptions _options;
    private readonly Socket _socket;
    private readonly AcceptOperation _accept;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Clock milliseconds at which the heartbeat continues the loop. The pair: Pause writes it, OnTick exchanges it.
    private long _resumeAtMs = NotPaused;

    // Volatile: written by whoever stops, read by the loop.
    private bool _isStopped;

    // Touched by the loop only.
    private bool _mayAccept;
    private bool _isBackingOff;

    public Listener(Network network, IConnectionAcceptor acceptor, ListenerOptions options)
    {
        _network = network;
        _acceptor = acceptor;
        _options = options;
        _socket = new Socket(options.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _accept = new AcceptOperation(this);
    }

    /// <summary>Where it listens once started: with the port the system chose, if 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Completes when accepting was stopped; faults when it ended by itself.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Binds and accepts. Throws SocketException when the address is taken or not ours.</summary>
    public void Start()
    {
        if (_options.EndPoint.Address.Equals(IPAddress.IPv6Any))
            _socket.DualMode = true;
        if (IsInherited) Tune(_socket);
        _socket.Bind(_options.EndPoint);
        _socket.Listen(_options.Backlog);
        NetLog.Listening(_network.Logger, LocalEndPoint);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Closes the endpoint; accepted connections stay. Any thread, more than once.</summary>
    public void StopAccepting()
    {
        Volatile.Write(ref _isStopped, true);
        _socket.Dispose();
        _ended.TrySetResult();
    }

    public void Dispose()
    {
        StopAccepting();
        _accept.Dispose();
    }

    /// <summary>Continues after a pause. Heartbeat thread.</summary>
    public void OnTick(Turn turn)
    {
        long resumeAtMs = Volatile.Read(ref _resumeAtMs);
        if (turn.NowMs >= resumeAtMs
            && Interlocked.CompareExchange(ref _resumeAtMs, NotPaused, resumeAtMs) == resumeAtMs)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute() => AcceptOn();

    // On Linux an accepted socket has the options of its listener, which saves six calls for each.
    private static bool IsInherited => OperatingSystem.IsLinux();

    private static void Tune(Socket socket)
    {
        // Stanzas are written whole: there is nothing for Nagle's algorithm to wait for.
        socket.NoDelay = true;
        KeepAlive.Enable(socket);
    }

    private void AcceptOn()
    {
        for (int i = 0; i < MaxAcceptsPerRun; i++)
        {
            if (!TryGetLeave() || !TryAccept())
                return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    // One token for each accept, taken before it is asked for: over the rate, connections wait in the kernel.
    private bool TryGetLeave()
    {
        if (_mayAccept)
            return true;

        long waitMs = _network.Admission.MsUntilAccept();
        _mayAccept = waitMs == 0;
        if (!_mayAccept)
            Pause(waitMs);
        return _mayAccept;
    }

    // True: accept the next. False: an accept is under way, or the loop pauses or ended.
    private bool TryAccept()
    {
        if (Volatile.Read(ref _isStopped))
            return false;

        _accept.AcceptSocket = null;
        try
        {
            return !_socket.AcceptAsync(_accept) && TakeAccepted();
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private void OnAccepted()
    {
        if (TakeAccepted())
            AcceptOn();
    }

    private bool TakeAccepted()
    {
        if (_accept.SocketError == SocketError.Success)
        {
            _mayAccept = false;
            _isBackingOff = false;
            Welcome(_accept.AcceptSocket!);
            return true;
        }

        return GoesOnAfter(_accept.SocketError);
    }

    private bool GoesOnAfter(SocketError error)
    {
        if (Volatile.Read(ref _isStopped))
            return false;

        switch (error)
        {
            // The endpoint itself is broken: no later accept can succeed. EBADF, ENOTSOCK, EINVAL, EOPNOTSUPP, EFAULT.
            case SocketError.OperationAborted or SocketError.NotSocket or SocketError.InvalidArgument:
            case SocketError.OperationNotSupported or SocketError.Fault:
                NetLog.AcceptEnded(_network.Logger, _options.EndPoint, error);
                _ended.TrySetException(new SocketException((int)error));
                return false;

            // The machine lacks something that comes back: EMFILE, ENFILE, ENOBUFS, ENOMEM. The connection stays in
            // the backlog, so trying at once would spin. An unknown error is treated alike: it may or may not pass.
            case SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable:
            default:
                if (!_isBackingOff)
                    NetLog.AcceptBacksOff(_network.Logger, _options.EndPoint, error);
                _isBackingOff = true;
                Pause(BackOffMs);
                return false;

            // This one connection ended before it was accepted; accept(2) reports its fault, and the next may be
            // well. ECONNABORTED, and on Linux the network errors of the new socket.
            case SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.TimedOut:
            case SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.HostDown:
            case SocketError.HostUnreachable or SocketError.ProtocolOption or SocketError.Interrupted:
                return true;
        }
    }

    private void Pause(long ms) => Volatile.Write(ref _resumeAtMs, _network.Clock.NowMs + ms);

    private void Welcome(Socket socket)
    {
        IPEndPoint remote;
        try
        {
            if (!IsInherited) Tune(socket);
            remote = Unmap((IPEndPoint)socket.RemoteEndPoint!);
        }
        catch (SocketException)
        {
            // Reset while it waited in the backlog.
            socket.Dispose();
            return;
        }

        AdmissionVerdict verdict = _network.Admission.Admit(remote.Address);
        if (verdict == AdmissionVerdict.Admitted)
            Hand(socket, remote);
        else
            Refuse(socket, remote.Address, verdict);
    }

    private void Hand(Socket socket, IPEndPoint remote)
    {
        try
        {
            var connection = new Connection(
                _network, new SocketTransport(socket, _network.SendOperations), remote, _acceptor.Limits);
            connection.MarkAdmitted();
            IConnectionOwner owner = _acceptor.Accept(connection);
            connection.Start(owner, _acceptor.DirectTls);
        }
        catch (Exception e)
        {
            // The accept loop must survive what one connection meets.
            NetLog.AcceptorFailed(_network.Logger, e);
            _network.Admission.Release(remote.Address);
            socket.Dispose();
        }
    }

    private void Refuse(Socket socket, IPAddress address, AdmissionVerdict verdict)
    {
        _network.Counters.Refused.Add(1);
        NetLog.Refused(_network.Logger, address, verdict);
        try
        {
            // RST instead of FIN: no TIME_WAIT entry for each connection of a flood.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (SocketException)
        {
            // It is gone already.
        }

        socket.Dispose();
    }

    private static IPEndPoint Unmap(IPEndPoint remote) =>
        remote.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(remote.Address.MapToIPv4(), remote.Port) : remote;

    private sealed class AcceptOperation(Listener listener) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => listener.OnAccepted();
    }
}
