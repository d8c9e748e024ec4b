using System.Collections.Immutable;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// One who sends to many: each of its stanzas is expected by every recipient exactly once and in order. The owner begins one
/// stanza at a time under a lock of its own; deliveries come from the turns of all recipients.
/// </summary>
/// <param name="number">The sender's number in <see cref="MessageBody"/>.</param>
/// <param name="text">What the stanzas say, but for sequence number and time stamp.</param>
/// <param name="stats">Of the run.</param>
/// <param name="completion">From sending to the delivery to the last recipient.</param>
internal sealed class FanOutSource(uint number, byte[] text, MessageStats stats, LatencyHistogram completion)
{
    /// <summary>Stanzas that may be on their way to some recipients at once; what is due beyond that is unsent.</summary>
    public const int MaxInFlight = 1024;

    // A recipient who does not have a stanza by then will not get it: its place is free for another one.
    private static readonly long _lostAfter = Clock.Ticks(TimeSpan.FromSeconds(10));

    // Of stanza n, at n % MaxInFlight: its number in the upper half, in the lower how many recipients do not have it yet.
    private readonly long[] _missing = new long[MaxInFlight];

    // When that stanza was sent.
    private readonly long[] _sentAt = new long[MaxInFlight];
    private Action _onComplete = static () => { };
    private uint _sent;
    private long _unsent;

    public uint Number => number;

    /// <summary>Who gets the stanzas although nobody counts on it; bare JIDs.</summary>
    public IReadOnlySet<string> OtherRecipients { get; init; } = ImmutableHashSet<string>.Empty;

    public ReadOnlySpan<byte> Text => text;

    /// <summary>Who is to get each stanza; final before the first one.</summary>
    public int Recipients { get; private set; }

    public uint Sent => Volatile.Read(ref _sent);

    /// <summary>What was due and could not be sent.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    /// <summary>Called on a recipient's turn whenever all recipients have one more stanza.</summary>
    public void OnComplete(Action action) => _onComplete = action;

    public void AddRecipient() => Recipients++;

    /// <summary>Begins the next stanza; false if too many are under way.</summary>
    public bool TryBegin(long timestamp, out uint sequence)
    {
        sequence = _sent + 1;
        var slot = sequence % MaxInFlight;
        if ((uint)Volatile.Read(ref _missing[slot]) != 0 && timestamp - _sentAt[slot] < _lostAfter)
        {
            Interlocked.Increment(ref _unsent);
            return false;
        }

        _sentAt[slot] = timestamp;
        Volatile.Write(ref _missing[slot], ((long)sequence << 32) | (uint)Recipients);
        Volatile.Write(ref _sent, sequence);
        return true;
    }

    /// <summary>Takes back the stanza just begun: the connection did not take it.</summary>
    public void Abandon()
    {
        Volatile.Write(ref _missing[_sent % MaxInFlight], 0);
        Volatile.Write(ref _sent, _sent - 1);
        Interlocked.Increment(ref _unsent);
    }

    /// <summary>One more recipient has a stanza that was sent.</summary>
    public void OnDelivered(uint sequence, long now)
    {
        var slot = sequence % MaxInFlight;
        var missing = Volatile.Read(ref _missing[slot]);
        while (true)
        {
            // Another one has taken its place: it came too late for anybody to wait for it.
            if ((uint)(missing >> 32) != sequence || (uint)missing == 0)
                return;
            var seen = Interlocked.CompareExchange(ref _missing[slot], missing - 1, missing);
            if (seen == missing)
                break;
            missing = seen;
        }

        if ((uint)missing == 1)
            OnCompleted(slot, now);
    }

    private void OnCompleted(uint slot, long now)
    {
        if (stats.Window.Contains(_sentAt[slot]))
            completion.Record(Clock.Nanoseconds(now - _sentAt[slot]));
        _onComplete();
    }
}
