namespace Meerkat.LoadGen.Load;

/// <summary>
/// What one recipient gets of one <see cref="FanOutSource"/>: checks that each stanza comes exactly once and in order.
/// Belongs to the recipient's turn; the counts may be read by anyone.
/// </summary>
internal sealed class FanOutFeed(FanOutSource source, MessageStats stats)
{
    private readonly SequenceChecker _checker = new();
    private long _received;
    private long _receivedInWindow;

    public FanOutSource Source => source;

    /// <summary>Different stanzas that arrived.</summary>
    public long Received => Volatile.Read(ref _received);

    public long ReceivedInWindow => Volatile.Read(ref _receivedInWindow);

    public long Lost => _checker.Lost(source.Sent);

    public long Duplicated => _checker.Duplicated;

    public long Reordered => _checker.Reordered;

    public long Corrupted { get; private set; }

    /// <summary>Takes the text of a stanza of this source that was parsed; true if it is whole and new.</summary>
    public bool Accept(ReadOnlySpan<byte> text, in MessageBody body, long now)
    {
        if (text[MessageBody.PaddingAt..].SequenceEqual(source.Text[MessageBody.PaddingAt..]))
            return Accept(body.Sequence, body.Timestamp, now);
        Corrupted++;
        return false;
    }

    /// <summary>Takes a stanza whose text is known to be right; true if it is new.</summary>
    public bool Accept(uint sequence, long sent, long now)
    {
        if (sequence - 1 >= source.Sent)
        {
            Corrupted++;
            return false;
        }

        if (!_checker.Accept(sequence))
            return false;
        Volatile.Write(ref _received, _received + 1);
        if (stats.Window.Contains(now))
            Volatile.Write(ref _receivedInWindow, _receivedInWindow + 1);
        stats.RecordLatency(sent, now, 1);
        source.OnDelivered(sequence, now);
        return true;
    }

    /// <summary>A stanza of the source came, but does not say what was sent.</summary>
    public void OnCorrupted() => Corrupted++;
}
