namespace Meerkat.Engine.Net;

/// <content>Appending and sending. Any thread; the outbox sees to it that one send is under way.</content>
public sealed partial class Connection
{
    // Bytes sent in one go before the turn lets others run: others may append as fast as the kernel takes.
    private const int MaxSendBytes = 512 * 1024;

    /// <summary>
    /// Adds bytes to the outbox, sent at the end of the turn. Any thread. False: the connection is closing, or was full
    /// and now closes; go on as if it were not there.
    /// </summary>
    public bool Append(Turn turn, ReadOnlySpan<byte> bytes) => Append(turn, new Outbox.Bytes(bytes));

    /// <summary>Adds bytes in pieces, all or none of them. Any thread; see the other overload.</summary>
    public bool Append<T>(Turn turn, scoped in T segments)
        where T : ISegmentedBytes, allows ref struct
    {
        switch (_outbox.Append(turn, segments))
        {
            case AppendResult.Appended:
                return true;
            case AppendResult.AppendedFirst:
                turn.Touch(this);
                return true;
            case AppendResult.Full:
                Close(turn, CloseReason.OutboxFull);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Asks for one OnSent as soon as all was sent, or at once if it is. Any thread.</summary>
    public void NotifyWhenSent()
    {
        if (_outbox.IsEmptyOrSignal(ConnectionSignals.Sent))
            Raise(ConnectionSignals.Sent);
    }

    void ITransportSink.OnSendCompleted(TransportResult result) => GoOnSending(result);

    /// <summary>Starts to send what is pending, unless a send is under way: then its end sees to it.</summary>
    internal void Flush()
    {
        // The turn that takes the signal sends all, and the end of our direction with it.
        if (Has((ConnectionSignals)Volatile.Read(ref _signals), ConnectionSignals.Closing))
            return;
        if (_outbox.TryBeginSend(out ReadOnlyMemory<byte> bytes))
            Send(bytes);
    }

    // The outbox is sealed: nothing follows.
    private void FlushLast()
    {
        if (!_outbox.TryBeginSend(out ReadOnlyMemory<byte> bytes))
            return;

        TransportResult result = _transport.SendLast(bytes);
        if (result.Status != TransportStatus.Pending)
            GoOnSending(result);
    }

    private void Send(ReadOnlyMemory<byte> bytes)
    {
        TransportResult result = Volatile.Read(ref _transport).Send(bytes);
        if (result.Status != TransportStatus.Pending)
            GoOnSending(result);
    }

    // Called with the result of the send under way, until the outbox is empty or a send pends.
    private void GoOnSending(TransportResult result)
    {
        int budget = MaxSendBytes;
        while (result.Status == TransportStatus.Done)
        {
            _network.Counters.BytesSent.Add(result.Count);
            if (!_outbox.EndSend(result.Count, out ReadOnlyMemory<byte> bytes, out ConnectionSignals signals))
            {
                if (signals != ConnectionSignals.None)
                    Raise(signals);
                return;
            }

            budget -= result.Count;
            if (budget <= 0)
            {
                Raise(ConnectionSignals.SendOn);
                return;
            }

            result = Volatile.Read(ref _transport).Send(bytes);
        }

        if (result.Status == TransportStatus.Failed)
            FailSend(result);
    }

    private void FailSend(TransportResult result)
    {
        // In this order: who finds the outbox without a send finds us closing too, and does not take what is unsent for sent.
        Lose(result);
        ConnectionSignals signals = _outbox.FailSend();
        if (signals != ConnectionSignals.None)
            Raise(signals);
    }
}
