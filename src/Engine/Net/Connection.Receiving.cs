using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <content>
/// The receive loop: wait without a buffer, receive, show to the owner. Operations that complete at once are looped
/// over, those that pend come back as a signal; never a recursion.
/// </content>
public sealed partial class Connection
{
    private ReceiveBuffer _received;

    // Written by the completion before it raises Received, read on the turn that takes the signal.
    private TransportResult _receiveResult;

    // Free bytes offered to the receive under way.
    private int _reserved;

    // Invariant: while _isReceiving && !_isWaiting the transport writes into _received, which must not move.
    private bool _isReceiving;
    private bool _isWaiting;
    private bool _isReadable;
    private bool _hasUnseen;

    // The peer's FIN or a fault: nothing more can be received.
    private bool _isReceiveOver;

    void ITransportSink.OnReceiveCompleted(TransportResult result)
    {
        _receiveResult = result;
        if (Volatile.Read(ref _isNewcomer) && _network.Newcomers.AreMany)
            Raise(ConnectionSignals.Received);
        else
            RaiseAndRun(ConnectionSignals.Received);
    }

    private void Receive(Turn turn)
    {
        int budget = _network.Options.MaxTurnBytes;
        while (true)
        {
            if (_hasUnseen && CanShow())
                Show(turn);
            if (!CanReceive())
                break;

            if (budget <= 0)
            {
                Raise(ConnectionSignals.Continue);
                return;
            }

            if (_isReadable)
                budget -= ReceiveOnce(turn);
            else
                WaitReadable();
        }

        if (!_isReceiving)
            _received.Settle(_network.Buffers);
        ThrottleIfInDebt(turn);
    }

    private bool CanShow() => !_isPaused && (!_isReceiving || _isWaiting);

    private bool CanReceive() =>
        !_isReceiving && !_isReceiveOver && !_isPaused && _debtMs == 0 && _phase is ConnectionPhase.Open or ConnectionPhase.Closing;

    private void Show(Turn turn)
    {
        _hasUnseen = false;
        if (_phase == ConnectionPhase.Open && !IsClosing)
        {
            int consumed = Owner.OnReceived(turn, _received.Unread);
            if (consumed == 0 && !_isPaused && _received.IsFull(_maxReceiveBytes))
                Close(turn, CloseReason.ReceiveBufferFull);
            _received.Consume(consumed);
        }

        // After STARTTLS: what came before the handshake could have been put there by someone in between.
        // After a close: RFC 6120 §4.4, we have said our last and only wait for the peer's.
        if (_phase != ConnectionPhase.Open || IsClosing)
            _received.Consume(_received.Length);
    }

    private void WaitReadable()
    {
        _received.Settle(_network.Buffers);
        _isReceiving = true;
        _isWaiting = true;
        TransportResult result = _transport.WaitReadable();
        if (result.Status != TransportStatus.Pending)
            TakeReadable(result);
    }

    private int ReceiveOnce(Turn turn)
    {
        int firstBytes = _network.Options.ReceiveBufferBytes;
        Memory<byte> space = _received.Reserve(_network.Buffers, firstBytes, _maxReceiveBytes);
        // Little by little: what was read at once is paid for at once.
        if (space.Length > firstBytes && Shaper is not null)
            space = space[..firstBytes];
        _reserved = space.Length;
        _isReceiving = true;
        _isWaiting = false;
        TransportResult result = _transport.Receive(space);
        return result.Status == TransportStatus.Pending ? 0 : TakeBytes(turn, result);
    }

    private void TakeCompletedReceive(Turn turn)
    {
        Debug.Assert(_isReceiving, "a completion belongs to an operation");
        if (_isWaiting)
            TakeReadable(_receiveResult);
        else
            TakeBytes(turn, _receiveResult);
    }

    private void TakeReadable(TransportResult result)
    {
        _isReceiving = false;
        _isReadable = result.Status == TransportStatus.Done;
        if (!_isReadable)
            LoseReceive(result);
    }

    private int TakeBytes(Turn turn, TransportResult result)
    {
        _isReceiving = false;
        _isReadable = false;
        switch (result.Status)
        {
            case TransportStatus.Done when result.Count > 0:
                _network.Counters.BytesReceived.Add(result.Count);
                ChargeBytes(turn, result.Count);
                // A receive that did not fill the space emptied the socket: wait next, instead of asking once more.
                _isReadable = _received.Commit(result.Count, _reserved);
                _hasUnseen = true;
                return result.Count;
            case TransportStatus.Done:
                _isReceiveOver = true;
                if (_phase == ConnectionPhase.Open)
                    Close(turn, CloseReason.PeerClosed);
                return 0;
            case TransportStatus.WouldBlock:
                return 0;
            default:
                LoseReceive(result);
                return 0;
        }
    }

    private void LoseReceive(TransportResult result)
    {
        _isReceiveOver = true;
        Lose(result);
    }
}
