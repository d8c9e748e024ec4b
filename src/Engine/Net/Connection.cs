using System.Diagnostics;
using System.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Net;

/// <summary>
/// A transport with a receive buffer and an outbox. It knows bytes, no XML. Everything it tells its owner happens on
/// its own turn: one at a time, on whichever thread came first, without a lock. Each member says who may call it.
/// </summary>
public sealed partial class Connection : IThreadPoolWorkItem, ITransportSink
{
    private const long Never = long.MaxValue;

    private readonly Network _network;
    private readonly Outbox _outbox;
    private readonly int _maxReceiveBytes;

    // Replaced once, on the own turn, while no operation is under way and the outbox is held.
    private Transport _transport;
    private IConnectionOwner? _owner;

    // ConnectionSignals. Interlocked pairs: Raise sets, RunTurn takes.
    private int _signals;

    // CloseReason. Set once, from None, by the first to give one: pairs with every reader of IsClosing.
    private int _reason;

    // Clock milliseconds, or Never. Heartbeat exchanges a passed one for Never before it raises the signal.
    private long _deadlineMs = Never;
    private long _phaseDeadlineMs = Never;

    private int _slot;
    private ConnectionPhase _phase;
    private bool _isPaused;

    // Admission counted us in, and has to count us out.
    private bool _isAdmitted;

    // Volatile: from the start until Welcome or the end, both on the own turn; completions read it.
    private bool _isNewcomer;

    /// <param name="network">What it belongs to.</param>
    /// <param name="transport">Taken: disposed at the end.</param>
    /// <param name="remoteEndPoint">Where the peer is.</param>
    /// <param name="limits">What it may hold; null: as the network's options have it.</param>
    public Connection(Network network, Transport transport, IPEndPoint remoteEndPoint, ConnectionLimits? limits = null)
    {
        limits ??= network.Limits;
        _network = network;
        _transport = transport;
        _maxReceiveBytes = limits.MaxReceiveBytes;
        _outbox = new Outbox(network.Buffers, limits.MaxOutboxBytes, limits.MaxOutboxAppends);
        RemoteEndPoint = remoteEndPoint;
        Id = network.NextConnectionId();
        transport.Attach(this);
    }

    /// <summary>Unique in the process; what log lines name.</summary>
    public long Id { get; }

    public IPEndPoint RemoteEndPoint { get; }

    public IPAddress RemoteAddress => RemoteEndPoint.Address;

    public IConnectionOwner Owner => _owner ?? throw new InvalidOperationException("The connection is not started.");

    /// <summary>Set before OnTlsEstablished; any thread.</summary>
    public TlsSession? Tls => Volatile.Read(ref _transport).Tls;

    public bool IsTls => Tls is not null;

    /// <summary>A close or abort began: appends are refused, nothing more is received. Any thread.</summary>
    public bool IsClosing => Volatile.Read(ref _reason) != (int)CloseReason.None;

    /// <summary>Between Pause and what follows on Resume. Own turn only.</summary>
    internal bool IsPaused => _isPaused;

    /// <summary>Bytes that wait for the peer. Any thread.</summary>
    public int UnsentCount => _outbox.UnsentCount;

    /// <summary>Begins to receive. Once; the owner's first calls may come within it.</summary>
    public void Start(IConnectionOwner owner) => Start(owner, directTls: null);

    /// <summary>As <see cref="Start(IConnectionOwner)"/>, with an immediate handshake (XEP-0368) if a context is given.</summary>
    public void Start(IConnectionOwner owner, TlsServerContext? directTls)
    {
        Debug.Assert(_phase == ConnectionPhase.New, "a connection is started once");
        _owner = owner;
        _slot = _network.Connections.Add(this);
        _network.Counters.Opened.Add(1);
        _network.Newcomers.Enter();
        _isNewcomer = true;
        _phase = ConnectionPhase.Open;
        if (directTls is not null)
            PrepareTls(directTls.NewHandshake(this, _transport, TlsStart.Direct, _network));
        RaiseAndRun(ConnectionSignals.Continue);
    }

    /// <summary>The peer has logged in: what it says comes before what newcomers say. Own turn.</summary>
    public void Welcome()
    {
        if (!_isNewcomer) return;

        Volatile.Write(ref _isNewcomer, false);
        _network.Newcomers.Leave();
    }

    /// <summary>
    /// Stops OnReceived until <see cref="Resume"/>; exactly one Resume for each. Own turn only. OnDeadline, OnSent and
    /// OnClosed may still come.
    /// </summary>
    public void Pause()
    {
        AssertOwnTurn();
        Debug.Assert(!_isPaused, "one Resume for each Pause");
        _isPaused = true;
    }

    /// <summary>
    /// Ends the pause: OnResumed follows, then what is buffered, on the pool. Any thread, even before the pausing turn
    /// ended; does nothing when the connection is closing. Pause and Resume in one turn let others run.
    /// </summary>
    public void Resume() => Raise(ConnectionSignals.Resumed);

    /// <summary>OnDeadline follows after this time, once. Replaces the one before. Any thread.</summary>
    public void SetDeadline(TimeSpan after) =>
        Volatile.Write(ref _deadlineMs, _network.Clock.NowMs + (long)after.TotalMilliseconds);

    /// <summary>Any thread. A deadline that has just passed may still be told.</summary>
    public void ClearDeadline() => Volatile.Write(ref _deadlineMs, Never);

    void IThreadPoolWorkItem.Execute() => RunTurn();

    /// <summary>Before the start: this connection counts in admission, until its end.</summary>
    internal void MarkAdmitted() => _isAdmitted = true;

    /// <summary>Heartbeat thread.</summary>
    internal void VisitDeadlines(long nowMs)
    {
        if (HasPassed(ref _deadlineMs, nowMs))
            Raise(ConnectionSignals.Deadline);
        if (HasPassed(ref _phaseDeadlineMs, nowMs))
            Raise(ConnectionSignals.PhaseDeadline);
    }

    /// <summary>Leaves a signal; the turn runs on the pool unless one does already. Any thread.</summary>
    internal void Raise(ConnectionSignals signals)
    {
        if (TryClaimTurn(signals))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    // On a thread that brought something, a completion thread or a pool thread: saves the hop through the pool.
    private void RaiseAndRun(ConnectionSignals signals)
    {
        if (TryClaimTurn(signals))
            RunTurn();
    }

    private bool TryClaimTurn(ConnectionSignals signals)
    {
        int before = Interlocked.Or(ref _signals, (int)(signals | ConnectionSignals.Running));
        return (before & (int)ConnectionSignals.Running) == 0;
    }

    private void RunTurn()
    {
        while (true)
        {
            RunOneTurn();
            // A signal that came meanwhile keeps Running set, so the next turn is ours to run.
            var left = (ConnectionSignals)Interlocked.CompareExchange(ref _signals, 0, (int)ConnectionSignals.Running);
            if (left == ConnectionSignals.Running) return;
            // The end is near and has little to do. Everything else is queued: others run in between.
            if ((left & ~(ConnectionSignals.Running | ConnectionSignals.Ending)) != 0) break;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void RunOneTurn()
    {
        EnterOwnTurn();
        Turn turn = _network.Turns.Begin();
        // Takes all bits but Running, which stays ours until RunTurn gives it up.
        var signals = (ConnectionSignals)Interlocked.And(ref _signals, (int)ConnectionSignals.Running);
        try
        {
            HandleSignals(turn, signals);
        }
        catch (Exception e)
        {
            FailTurn(turn, e);
        }

        turn.End();
        LeaveOwnTurn();
    }

    // In the order in which the owner should hear of things; a step may end the connection, so each looks at the phase.
    private void HandleSignals(Turn turn, ConnectionSignals signals)
    {
        if (Has(signals, ConnectionSignals.SendOn))
            Send(_outbox.Sending);
        if (Has(signals, ConnectionSignals.Closing))
            BeginClosing();
        if (Has(signals, ConnectionSignals.Handshaken))
            EndHandshake(turn);
        if (Has(signals, ConnectionSignals.PhaseDeadline))
            OnPhaseDeadline();
        if (Has(signals, ConnectionSignals.Received))
            TakeCompletedReceive(turn);
        if (Has(signals, ConnectionSignals.Resumed) && _isPaused)
            EndPause(turn);
        if (Has(signals, ConnectionSignals.Paid))
            EndDebt();
        if (Has(signals, ConnectionSignals.Deadline) && CanTellOwner())
            Owner.OnDeadline(turn);
        if (Has(signals, ConnectionSignals.Sent) && CanTellOwner())
            Owner.OnSent(turn);
        AdvancePhase(turn);
        Receive(turn);
        AdvancePhase(turn);
    }

    private void EndPause(Turn turn)
    {
        _isPaused = false;
        _hasUnseen = _received.Length > 0;
        if (CanTellOwner())
            Owner.OnResumed(turn);
    }

    private bool CanTellOwner() => !IsClosing && _phase < ConnectionPhase.Closing;

    // A bug of ours ends the one connection it happened on.
    private void FailTurn(Turn turn, Exception e)
    {
        NetLog.TurnFailed(_network.Logger, e, Id);
        try
        {
            Close(turn, CloseReason.InternalError);
        }
        catch (Exception inFarewell)
        {
            NetLog.TurnFailed(_network.Logger, inFarewell, Id);
            Abort(CloseReason.InternalError);
        }
    }

    // In Debug builds only: without an implementation the calls vanish.
    partial void EnterOwnTurn();

    partial void LeaveOwnTurn();

    partial void AssertOwnTurn();

    private static bool HasPassed(ref long deadlineMs, long nowMs)
    {
        long deadline = Volatile.Read(ref deadlineMs);
        // Lost to a SetDeadline that came between: then there is a new one.
        return nowMs >= deadline && Interlocked.CompareExchange(ref deadlineMs, Never, deadline) == deadline;
    }

    private static bool Has(ConnectionSignals signals, ConnectionSignals one) => (signals & one) != 0;
}
