namespace Meerkat.LoadGen.Measure;

/// <summary>
/// Whether figures stay what they are over a long run: the median of the last quarter of the measured time against that of
/// the first, in percent. What could not be read is null.
/// </summary>
internal sealed record Flatness(
    double? RssGrowthPercent, double? HeapGrowthPercent, double? ThroughputGrowthPercent, double? LatencyP99GrowthPercent)
{
    // Two points a quarter: less is an accident.
    private const int MinPoints = 8;

    /// <summary>Of the heap where it is known, else of resident memory, which the kernel has a say in.</summary>
    public double? MemoryGrowthPercent => HeapGrowthPercent ?? RssGrowthPercent;

    /// <summary>Of the points behind the warm-up; null if they are too few.</summary>
    public static Flatness? Of(IEnumerable<TimelinePoint> timeline, TimeSpan warmup)
    {
        var points = timeline.Where(point => point.Seconds - point.Interval >= warmup.TotalSeconds).ToList();
        return points.Count < MinPoints ? null : new Flatness(
            Growth(points, point => point.ServerRssBytes),
            Growth(points, point => point.ServerRuntime?.HeapBytes),
            Growth(points, point => point.ArrivedPerSecond),
            Growth(points, point => point.Latency.Count > 0 ? point.Latency.Percentile(99) : null));
    }

    private static double? Growth(List<TimelinePoint> points, Func<TimelinePoint, double?> figure)
    {
        var values = points.Select(figure).OfType<double>().ToList();
        if (values.Count < MinPoints)
            return null;
        var quarter = values.Count / 4;
        var first = Median(values[..quarter]);
        return first > 0 ? 100 * (Median(values[^quarter..]) / first - 1) : null;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
