namespace Meerkat.LoadGen.Measure;

/// <summary>What is told of a histogram, in microseconds.</summary>
internal sealed record LatencySummary(
    long Count, double Mean, double P50, double P90, double P95, double P99, double P999, double Max)
{
    public static LatencySummary Of(LatencyHistogram histogram) => new(
        histogram.Count,
        histogram.Mean / 1000,
        histogram.Percentile(50) / 1000.0,
        histogram.Percentile(90) / 1000.0,
        histogram.Percentile(95) / 1000.0,
        histogram.Percentile(99) / 1000.0,
        histogram.Percentile(99.9) / 1000.0,
        histogram.Max / 1000.0);
}
