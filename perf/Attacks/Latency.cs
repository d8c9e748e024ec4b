namespace Meerkat.Perf.Attacks;

/// <summary>Microseconds.</summary>
internal readonly record struct Latency(double Median, double Percentile99, double Longest)
{
    public static Latency Of(IReadOnlyCollection<double> micros)
    {
        if (micros.Count == 0)
            return new Latency(double.NaN, double.NaN, double.NaN);
        double[] sorted = [.. micros.Order()];
        return new Latency(Measure.Median.Of(sorted), sorted[(int)(0.99 * (sorted.Length - 1))], sorted[^1]);
    }
}
