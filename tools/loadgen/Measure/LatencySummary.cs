namespace Meerkat.LoadGen.Measure;

/// <summary>What is told of a distribution, in microseconds.</summary>
internal sealed record LatencySummary(
    long Count, double Mean, double P50, double P90, double P95, double P99, double P999, double Max)
{
    /// <summary>What the figures are from.</summary>
    public LatencyDistribution Distribution { get; init; } = LatencyDistribution.Empty;

    public static LatencySummary Of(LatencyHistogram histogram) => Of(histogram.Distribution());

    public static LatencySummary Of(LatencyDistribution all) => new(
        all.Count,
        all.Mean / 1000,
        all.Percentile(50) / 1000.0,
        all.Percentile(90) / 1000.0,
        all.Percentile(95) / 1000.0,
        all.Percentile(99) / 1000.0,
        all.Percentile(99.9) / 1000.0,
        all.Max / 1000.0)
    {
        Distribution = all,
    };

    /// <summary>The figures of all of them together, exact to the bucket.</summary>
    public static LatencySummary Merge(IEnumerable<LatencySummary> parts) =>
        Of(LatencyDistribution.Merge(parts.Select(part => part.Distribution)));
}
