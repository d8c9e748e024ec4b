using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// One user's half of a pair: sends numbered messages to its peer and checks those that the peer sends. Receiving belongs
/// to the turn of the user's stream; sending is for anyone, guarded by the outbox.
/// </summary>
internal sealed class Mailbox(ClientStream stream, uint number, MessageTemplate messages, LoopKind loop, MessageStats stats)
    : IUserTraffic
{
    // The first message may be told apart from the rest by what the server adds to it. One with a number of its own in each
    // message has no pattern, and need not be learned from over and over.
    private const int MaxPatterns = 8;

    private readonly SequenceChecker _checker = new();
    private Mailbox? _peer;
    private byte[] _expectedBody = [];
    private int _arrivedThisTurn;
    private long _received;
    private long _receivedInWindow;
    private long _unsent;

    // A message of the peer's that was read in full: most others differ in two numbers only.
    private StanzaPattern? _pattern;
    private int _patternsLearned;

    // Messages of this turn with the same time stamp, whose latency is therefore the same.
    private long _sameSent;
    private int _sameCount;

    /// <summary>Messages that the peer has sent to us.</summary>
    public long Expected => _peer?.Sent ?? 0;

    public long Sent => messages.Sequence;

    /// <summary>Different messages that arrived.</summary>
    public long Received => Volatile.Read(ref _received);

    public long ReceivedInWindow => Volatile.Read(ref _receivedInWindow);

    /// <summary>Messages that were due but found the connection closed or its outbox full.</summary>
    public long Unsent => Volatile.Read(ref _unsent);

    public long Lost => _checker.Lost(Expected);

    public long Duplicated => _checker.Duplicated;

    public long Reordered => _checker.Reordered;

    public long Corrupted { get; private set; }

    public long Misrouted { get; private set; }

    public long Bounced { get; private set; }

    /// <summary>Joins two users; before any of them sends.</summary>
    public void PairWith(Mailbox peer, int bodyBytes)
    {
        _peer = peer;
        _expectedBody = MessageBody.Create(stats.RunId, peer.Number, bodyBytes);
    }

    /// <summary>Sends so many messages of one time stamp at once.</summary>
    public void Send(int count, long timestamp)
    {
        var appended = stream.Connection.Outbox.Append(messages, count, timestamp);
        if (appended < count)
            Interlocked.Add(ref _unsent, count - appended);
        if (appended > 0)
            stream.Connection.Flush();
    }

    /// <summary>Takes the messages at the front that are like one read before.</summary>
    public KnownRest TakeKnown(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        if (_pattern is not { } pattern)
            return KnownRest.Other;
        while (pattern.TryMatch(bytes[consumed..], out var sequence, out var sent))
        {
            consumed += pattern.Length;
            OnPeersMessage(sequence, sent);
        }

        return pattern.MayMatch(bytes[consumed..]) ? KnownRest.Partial : KnownRest.Other;
    }

    public void OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza)
    {
        if (header.Kind != StanzaKind.Message)
            return;
        var message = new XmlElementReader(stanza, stream.Scope);
        if (header.Type == StanzaType.Error)
            OnBounce(message);
        else if (message.TryGetChild("body"u8, Namespaces.Client, out var body))
            OnBody(stanza, body.Text.Raw);
    }

    /// <summary>In a closed loop the peer sends one message for each that has arrived, all of a turn in one go.</summary>
    public void OnTurnEnd(long now)
    {
        var count = _arrivedThisTurn;
        _arrivedThisTurn = 0;
        RecordLatency();
        if (count > 0 && loop == LoopKind.Closed && !stats.Window.IsOver(now))
            _peer!.Send(count, now);
    }

    private uint Number => number;

    private void OnBody(ReadOnlySpan<byte> stanza, ReadOnlySpan<byte> text)
    {
        // Whatever an earlier run or somebody else has left behind is not ours.
        if (!MessageBody.TryParse(text, out var body) || body.RunId != stats.RunId)
            return;
        if (body.Sender != _peer?.Number)
        {
            Misrouted++;
            return;
        }

        if (!text[MessageBody.PaddingAt..].SequenceEqual(_expectedBody.AsSpan(MessageBody.PaddingAt)))
        {
            Corrupted++;
            return;
        }

        if (OnPeersMessage(body.Sequence, body.Timestamp) && _patternsLearned++ < MaxPatterns)
            _pattern = StanzaPattern.Learn(stanza, text);
    }

    // True if it was neither seen before nor never sent.
    private bool OnPeersMessage(uint sequence, long sent)
    {
        if (sequence - 1 >= _peer!.Sent)
        {
            Corrupted++;
            return false;
        }

        if (!_checker.Accept(sequence))
            return false;
        var now = stream.TurnTimestamp;
        Volatile.Write(ref _received, _received + 1);
        if (stats.Window.Contains(now))
            Volatile.Write(ref _receivedInWindow, _receivedInWindow + 1);
        _arrivedThisTurn++;
        if (sent != _sameSent)
            RecordLatency();
        _sameSent = sent;
        _sameCount++;
        return true;
    }

    private void RecordLatency()
    {
        if (_sameCount > 0)
            stats.RecordLatency(_sameSent, stream.TurnTimestamp, _sameCount);
        _sameCount = 0;
    }

    private void OnBounce(XmlElementReader message)
    {
        Bounced++;
        stats.Failures.Add($"message:{StanzaErrorName.Of(message)}");
    }
}
