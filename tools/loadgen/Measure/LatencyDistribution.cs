namespace Meerkat.LoadGen.Measure;

/// <summary>
/// What a <see cref="LatencyHistogram"/> held at one moment, or between two. Immutable. Distributions of several threads or
/// processes are merged bucket by bucket, which is exact: percentiles cannot be averaged.
/// </summary>
/// <param name="Buckets">Indexes of the buckets that are not empty, in ascending order.</param>
/// <param name="Counts">How many durations each of them holds.</param>
/// <param name="Sum">Of all durations, in nanoseconds.</param>
/// <param name="Max">The longest, in nanoseconds.</param>
internal sealed record LatencyDistribution(int[] Buckets, long[] Counts, long Sum, long Max)
{
    public static LatencyDistribution Empty { get; } = new([], [], 0, 0);

    public long Count => Counts.Sum();

    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>All of them together.</summary>
    public static LatencyDistribution Merge(IEnumerable<LatencyDistribution> parts)
    {
        var counts = new SortedDictionary<int, long>();
        long sum = 0, max = 0;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Buckets.Length; i++)
                counts[part.Buckets[i]] = counts.GetValueOrDefault(part.Buckets[i]) + part.Counts[i];
            sum += part.Sum;
            max = Math.Max(max, part.Max);
        }

        return new LatencyDistribution([.. counts.Keys], [.. counts.Values], sum, max);
    }

    /// <summary>What came to an earlier state of the same histogram. Its longest is known to the bucket only.</summary>
    public LatencyDistribution Since(LatencyDistribution earlier)
    {
        var before = new Dictionary<int, long>(
            earlier.Buckets.Zip(earlier.Counts, KeyValuePair.Create));
        var buckets = new List<int>();
        var counts = new List<long>();
        for (var i = 0; i < Buckets.Length; i++)
        {
            var count = Counts[i] - before.GetValueOrDefault(Buckets[i]);
            if (count <= 0)
                continue;
            buckets.Add(Buckets[i]);
            counts.Add(count);
        }

        var max = buckets.Count == 0 ? 0 : Math.Min(LatencyBuckets.HighestIn(buckets[^1]), Max);
        return new LatencyDistribution([.. buckets], [.. counts], Sum - earlier.Sum, max);
    }

    /// <summary>
    /// The smallest recorded value that at least <paramref name="percent"/> of all values do not exceed, rounded up to
    /// the end of its bucket; 0 without values.
    /// </summary>
    public long Percentile(double percent)
    {
        var count = Count;
        if (count == 0)
            return 0;
        var rank = Math.Clamp((long)Math.Ceiling(count * (percent / 100)), 1, count);
        long seen = 0;
        for (var i = 0; i < Counts.Length; i++)
        {
            seen += Counts[i];
            if (seen >= rank)
                return Math.Min(LatencyBuckets.HighestIn(Buckets[i]), Max);
        }

        return Max;
    }
}
