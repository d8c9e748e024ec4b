using System.Diagnostics;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>What all mailboxes of a run share: the run's number, the window that counts, latency and failures.</summary>
internal sealed class MessageStats(uint runId, FailureCounts failures)
{
    private static readonly double _nanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public uint RunId => runId;

    public MeasureWindow Window { get; init; } = new();

    /// <summary>From (intended) sending to arrival, of messages sent within the window.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>The same latency told apart by phases, where there are any.</summary>
    public LatencyPhases? Phases { get; init; }

    public FailureCounts Failures => failures;

    public void RecordLatency(long sent, long received, int messages)
    {
        if (!Window.Contains(sent))
            return;
        var nanoseconds = (long)((received - sent) * _nanosecondsPerTick);
        Latency.Record(nanoseconds, messages);
        Phases?.Record(sent, nanoseconds, messages);
    }
}
