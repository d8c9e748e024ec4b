using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Reports;

/// <summary>The charts of a run, from what its report holds. Stateless.</summary>
internal static class RunCharts
{
    private const double BytesPerMebibyte = 1024 * 1024;

    // A percentile's place on the axis is how many nines it has: 99.9 % has three.
    private static readonly (double X, string Text)[] _nines =
        [(0, "0 %"), (0.301, "50 %"), (1, "90 %"), (2, "99 %"), (3, "99.9 %"), (4, "99.99 %"), (5, "99.999 %")];

    /// <summary>Those without data have lines without points.</summary>
    public static IEnumerable<Chart> Of(LoadReport report)
    {
        var timeline = report.Timeline;
        yield return new Chart(
            "Throughput", "seconds", "per second",
            [Over(timeline, report.Options.Operation, point => point.ArrivedPerSecond)]);
        yield return new Chart("Latency over time", "seconds", "ms",
        [
            Over(WithLatency(timeline), "p50", point => point.Latency.Percentile(50) / 1e6),
            Over(WithLatency(timeline), "p99", point => point.Latency.Percentile(99) / 1e6),
            Over(WithLatency(timeline), "longest", point => point.Latency.Max / 1e6),
        ])
        {
            HasLogarithmicY = true,
        };
        yield return Percentiles(report);
        yield return new Chart("CPU", "seconds", "% of a core",
        [
            Over(timeline, "server", point => point.ServerCpuPercent),
            Over(timeline, "loadgen", point => point.ClientCpuPercent),
        ]);
        yield return new Chart("Memory of the server", "seconds", "MiB",
        [
            Over(timeline, "resident", point => point.ServerRssBytes / BytesPerMebibyte),
            Over(timeline, "heap", point => point.ServerRuntime?.HeapBytes / BytesPerMebibyte),
        ]);
        yield return new Chart("Collections of the server", "seconds", "since its start",
            [Over(timeline, "collections", point => point.ServerRuntime?.Collections)]);
    }

    private static Chart Percentiles(LoadReport report)
    {
        ChartLine[] lines =
        [
            Curve("messages", report.Messages?.Latency),
            Curve("presence", report.Presences?.Latency),
            Curve("to the last", report.Presences?.Completion),
            .. report.Requests.Select(requests => Curve(requests.Kind, requests.Latency)),
            Curve("logins", report.Logins.Latency),
            Curve("before", report.Storm?.ChatBefore ?? report.Faults?.Before),
            Curve("meanwhile", report.Storm?.ChatDuring),
            Curve("after", report.Storm?.ChatAfter ?? report.Faults?.After),
        ];
        var nines = lines.SelectMany(line => line.Points).Select(point => point.X).DefaultIfEmpty(0).Max();
        return new Chart("Latency by percentile", "of all are at most that long", "ms", lines)
        {
            HasLogarithmicY = true,
            Marks = [.. _nines.Where(mark => mark.X <= nines)],
        };
    }

    private static IReadOnlyList<TimelinePoint> WithLatency(IReadOnlyList<TimelinePoint> timeline) =>
        [.. timeline.Where(point => point.Latency.Count > 0)];

    private static ChartLine Over(
        IReadOnlyList<TimelinePoint> timeline, string name, Func<TimelinePoint, double?> figure)
    {
        var known = timeline.Where(point => figure(point) is not null);
        return new ChartLine(name, [.. known.Select(point => (point.Seconds, figure(point)!.Value))]);
    }

    // One point a bucket: where its durations end.
    private static ChartLine Curve(string name, LatencySummary? latency)
    {
        if (latency?.Distribution is not { Count: > 0 } all)
            return new ChartLine(name, []);
        var points = new List<(double X, double Y)>();
        long seen = 0;
        var count = all.Count;
        for (var i = 0; i < all.Counts.Length; i++)
        {
            seen += all.Counts[i];
            var rest = Math.Max(count - seen, 0.5);
            points.Add((Math.Log10(count / rest), Math.Min(LatencyBuckets.HighestIn(all.Buckets[i]), all.Max) / 1e6));
        }

        return new ChartLine(name, points);
    }
}
