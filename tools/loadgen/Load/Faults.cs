using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// What goes wrong on purpose in the middle of a run: connections that are reset, stop reading, or send garbage. The first
/// of a pair does it; such pairs are left out of all counts. Belongs to the run's thread.
/// </summary>
internal sealed class Faults(LoadOptions options, MeasureWindow window)
{
    // More than the buffers of two kernels hold, so that the server is left with some of it.
    private const int FloodBytes = 8 * 1024 * 1024;

    // At 20 ticks a second about 5 MB/s: a load, and no attack.
    private const int FloodBytesPerTick = 256 * 1024;

    private static ReadOnlySpan<byte> NoXml => "<message><<<& \u0001 </nobody>"u8;

    private readonly List<(LoadUser User, Mailbox Peer)> _pairs = [];
    private readonly List<Mailbox> _flooding = [];
    private int _flooded;
    private bool _isDone;

    /// <summary>Of the pairs it happens to.</summary>
    public MessageStats Stats { get; } = new(options.RunId, new FailureCounts()) { Window = window };

    /// <summary>Of the others.</summary>
    public LatencyPhases Latency { get; } = new(count: 2);

    /// <summary>Pairs that are needed.</summary>
    public static int PairsOf(LoadOptions options) => options.Resets + options.Stalls + options.Garbage;

    /// <summary>One more pair; the user's connection is the one it happens to.</summary>
    public void Add(LoadUser user, LoadUser partner, Mailbox peer)
    {
        user.Sacrifice(Stats.Failures);
        partner.Sacrifice(Stats.Failures);
        _pairs.Add((user, peer));
    }

    /// <summary>Does it all when half of the measured time is over, and goes on writing to those who do not read.</summary>
    public void Tick(int stanzaBytes)
    {
        var now = Stopwatch.GetTimestamp();
        if (!_isDone && now >= window.Start + Clock.Ticks(options.Duration) / 2)
            Strike(now);
        if (_flooded >= FloodBytes || window.IsOver(now))
            return;
        foreach (var peer in _flooding)
            peer.Send(FloodBytesPerTick / stanzaBytes, now);
        _flooded += FloodBytesPerTick;
    }

    /// <summary>The load is over: does what has not been done yet.</summary>
    public void BeginEnd()
    {
        if (!_isDone)
            Strike(Stopwatch.GetTimestamp());
    }

    /// <summary>Waits for the server to show out who sent garbage, and lets go of those who do not read.</summary>
    public void End(Func<bool> isHopeless)
    {
        var start = Stopwatch.GetTimestamp();
        var garbage = _pairs.Skip(options.Resets + options.Stalls).Select(pair => pair.User).ToList();
        while (garbage.Exists(user => user.IsOnline) && Stopwatch.GetElapsedTime(start) < options.Drain && !isHopeless())
            PreciseSleep.For(TimeSpan.FromMilliseconds(5));
        garbage.ForEach(user => user.Stream.Connection.Abort("fault:garbage-tolerated"));

        // They would not hear a good-bye.
        foreach (var (user, _) in _pairs.Skip(options.Resets).Take(options.Stalls))
            user.Stream.Connection.Abort("fault:stalled");
    }

    public FaultReport Report() => new(
        options.Resets, options.Stalls, options.Garbage, Latency[0], Latency[1], Stats.Failures.ToList());

    private void Strike(long now)
    {
        _isDone = true;
        Latency.Begin(1, now);
        for (var i = 0; i < _pairs.Count; i++)
        {
            var connection = _pairs[i].User.Stream.Connection;
            if (i < options.Resets)
            {
                connection.Abort("fault:reset");
            }
            else if (i < options.Resets + options.Stalls)
            {
                connection.StopReading();
                _flooding.Add(_pairs[i].Peer);
            }
            else
            {
                connection.Outbox.Append(NoXml);
                connection.Flush();
            }
        }
    }
}
