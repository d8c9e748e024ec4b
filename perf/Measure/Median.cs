namespace Meerkat.Perf.Measure;

/// <summary>The middle of what several rounds have measured: one disturbed round does not move it.</summary>
internal static class Median
{
    /// <summary>Of an even number the mean of the two in the middle.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
