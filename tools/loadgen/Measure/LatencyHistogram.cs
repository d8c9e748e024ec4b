namespace Meerkat.LoadGen.Measure;

/// <summary>
/// A log-linear histogram of durations in nanoseconds, fixed in size. Any thread may record; a reader on another thread
/// sees a state that is at most a few recordings old.
/// </summary>
internal sealed class LatencyHistogram
{
    private readonly long[] _counts = new long[LatencyBuckets.Count];
    private long _count;
    private long _sum;
    private long _max;

    public long Count => Volatile.Read(ref _count);

    /// <summary>The largest value, exact.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>The arithmetic mean, exact; 0 without values.</summary>
    public double Mean => Count == 0 ? 0 : (double)Volatile.Read(ref _sum) / Count;

    /// <summary>Records one duration; negative ones count as 0, those over 18 minutes fall into the last bucket.</summary>
    public void Record(long nanoseconds) => Record(nanoseconds, 1);

    /// <summary>Records so many durations of the same length.</summary>
    public void Record(long nanoseconds, int times)
    {
        var value = Math.Max(0, nanoseconds);
        Interlocked.Add(ref _counts[LatencyBuckets.IndexOf(value)], times);
        Interlocked.Add(ref _count, times);
        Interlocked.Add(ref _sum, value * times);
        var max = Volatile.Read(ref _max);
        while (value > max)
        {
            var seen = Interlocked.CompareExchange(ref _max, value, max);
            if (seen == max)
                return;
            max = seen;
        }
    }

    /// <summary>See <see cref="LatencyDistribution.Percentile"/>.</summary>
    public long Percentile(double percent) => Distribution().Percentile(percent);

    public LatencyDistribution Distribution()
    {
        var buckets = new List<int>();
        var counts = new List<long>();
        for (var i = 0; i < _counts.Length; i++)
        {
            if (Volatile.Read(ref _counts[i]) is not (> 0 and var count))
                continue;
            buckets.Add(i);
            counts.Add(count);
        }

        return new LatencyDistribution([.. buckets], [.. counts], Volatile.Read(ref _sum), Max);
    }
}
