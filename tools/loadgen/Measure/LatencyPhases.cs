namespace Meerkat.LoadGen.Measure;

/// <summary>
/// Latency told apart by when a message was sent: before something happened, while it did, after. Any thread records; the
/// run's thread says when a phase begins.
/// </summary>
internal sealed class LatencyPhases
{
    private readonly LatencyHistogram[] _phases;

    // When each phase began, in time stamps; the first one always has.
    private readonly long[] _starts;

    public LatencyPhases(int count)
    {
        _phases = [.. Enumerable.Range(0, count).Select(_ => new LatencyHistogram())];
        _starts = [0, .. Enumerable.Repeat(long.MaxValue, count - 1)];
    }

    /// <summary>What was sent in a phase.</summary>
    public LatencySummary this[int phase] => LatencySummary.Of(_phases[phase]);

    /// <summary>From now on it is this phase.</summary>
    public void Begin(int phase, long now) => Volatile.Write(ref _starts[phase], now);

    public void Record(long sent, long nanoseconds, int times)
    {
        var phase = _starts.Length - 1;
        while (sent < Volatile.Read(ref _starts[phase]) && phase > 0)
            phase--;
        _phases[phase].Record(nanoseconds, times);
    }
}
