using System.Diagnostics;
using System.Net.Sockets;

namespace Meerkat.Engine.Net;

/// <content>The end: farewell, flush, FIN, the peer's FIN or a timeout, and then OnClosed exactly once.</content>
public sealed partial class Connection
{
    // Volatile: set by any thread before it raises Closing.
    private bool _isAborted;
    private bool _isSendClosed;

    /// <summary>
    /// Appends the owner's farewell, refuses what comes after, sends all, then FIN, and waits for the peer's up to
    /// CloseTimeout. Any thread; the first reason given stays, later calls do nothing.
    /// </summary>
    public void Close(Turn turn, CloseReason reason)
    {
        if (!TrySetReason(reason))
            return;

        ReadOnlySpan<byte> farewell = _owner is null ? [] : _owner.Farewell(reason);
        if (_outbox.Seal(turn, farewell) == AppendResult.AppendedFirst)
            turn.Touch(this);
        Raise(ConnectionSignals.Closing);
    }

    /// <summary>Ends the connection without sending what waits; also one that is closing. Any thread.</summary>
    public void Abort(CloseReason reason)
    {
        TrySetReason(reason);
        _outbox.Seal();
        Volatile.Write(ref _isAborted, true);
        Raise(ConnectionSignals.Closing);
    }

    private bool TrySetReason(CloseReason reason)
    {
        Debug.Assert(reason != CloseReason.None);
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)CloseReason.None) != (int)CloseReason.None)
            return false;

        if (reason == CloseReason.OutboxFull)
            _network.Counters.OutboxesFull.Add(1);
        return true;
    }

    private void BeginClosing()
    {
        if (_phase >= ConnectionPhase.Ending)
            return;

        // In a handshake there is nobody who could read a farewell.
        if (Volatile.Read(ref _isAborted) || _phase == ConnectionPhase.Handshake)
        {
            BeginEnding();
            return;
        }

        if (_phase == ConnectionPhase.Closing)
            return;

        _phase = ConnectionPhase.Closing;
        _handshake = null;
        _isPaused = false;
        _debtMs = 0;
        SetPhaseDeadline(_network.Options.CloseTimeout);
        FlushLast();
    }

    private void AdvancePhase(Turn turn)
    {
        if (_phase == ConnectionPhase.BeforeTls)
            TryBeginHandshake();

        if (_phase == ConnectionPhase.Closing)
        {
            if (!_isSendClosed && _outbox.IsEmptyOrSignal(ConnectionSignals.Flushed))
            {
                _isSendClosed = true;
                _transport.CloseSend();
            }

            if (_isSendClosed && _isReceiveOver)
                BeginEnding();
        }

        if (_phase == ConnectionPhase.Ending && HasEnded())
            Finish(turn);
    }

    private void OnPhaseDeadline()
    {
        if (_phase == ConnectionPhase.Handshake)
            TrySetReason(CloseReason.TlsFailed);
        if (_phase is ConnectionPhase.Handshake or ConnectionPhase.Closing)
            BeginEnding();
    }

    // Whatever is under way ends as failed now; each end raises a signal, and the last one finishes.
    private void BeginEnding()
    {
        Debug.Assert(IsClosing && _phase < ConnectionPhase.Ending);
        _phase = ConnectionPhase.Ending;
        Volatile.Write(ref _phaseDeadlineMs, Never);
        _outbox.Seal();
        if (_handshake is not null && _handshake.TryCancelWaiting())
            _handshake = null;
        _transport.Dispose();
    }

    private bool HasEnded() =>
        !_isReceiving && _handshake is null && _outbox.TryRetire(ConnectionSignals.Flushed);

    private void Finish(Turn turn)
    {
        _phase = ConnectionPhase.Gone;
        Welcome();
        _hasUnseen = false;
        _received.Release(_network.Buffers);
        byte[]? unsent = _outbox.TakeUnsent(out int length, out int sentCount);
        try
        {
            UnsentBytes bytes = unsent is null ? default : new UnsentBytes(unsent.AsSpan(0, length), sentCount);
            Owner.OnClosed(turn, (CloseReason)_reason, bytes);
        }
        finally
        {
            if (unsent is not null)
                _network.Buffers.Return(unsent);
            if (_isAdmitted)
                _network.Admission.Release(RemoteAddress);
            _network.Counters.Closed.Add(1);
            _network.Connections.Remove(_slot);
        }
    }

    // The network's or the peer's doing is a close like others; what the machine lacks is for the log.
    private void Lose(TransportResult result)
    {
        if (IsLocalFault(result.Error))
            NetLog.SocketFailed(_network.Logger, Id, result.Error);
        Abort(result.Reason);
    }

    private static bool IsLocalFault(SocketError error) => error switch
    {
        SocketError.Success => false, // TLS: told by its own line
        SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotConnected => false, // our own dispose
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => false, // RST, EPIPE
        SocketError.TimedOut or SocketError.NetworkDown or SocketError.NetworkUnreachable => false,
        SocketError.NetworkReset or SocketError.HostDown or SocketError.HostUnreachable => false,
        SocketError.ConnectionRefused => false,
        _ => true, // ENOBUFS, EBADF, EINVAL, …: this machine or a bug
    };

    private void SetPhaseDeadline(TimeSpan after) =>
        Volatile.Write(ref _phaseDeadlineMs, _network.Clock.NowMs + (long)after.TotalMilliseconds);
}
