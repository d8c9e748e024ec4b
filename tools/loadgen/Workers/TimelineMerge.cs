using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Workers;

/// <summary>
/// Puts the timelines of the processes of one run together: all began at the same moment with the same stretches. Stateless.
/// </summary>
internal static class TimelineMerge
{
    /// <summary>As far as the shortest goes.</summary>
    public static IReadOnlyList<TimelinePoint> Merge(IReadOnlyList<IReadOnlyList<TimelinePoint>> timelines)
    {
        var count = timelines.Count == 0 ? 0 : timelines.Min(points => points.Count);
        return [.. Enumerable.Range(0, count).Select(i => Sum([.. timelines.Select(points => points[i])]))];
    }

    /// <summary>Adds the server's figures, which the first process takes alone.</summary>
    public static IReadOnlyList<TimelinePoint> WithServer(
        IReadOnlyList<TimelinePoint> points, IReadOnlyList<TimelinePoint> server) =>
        [.. points.Zip(server, (point, other) => point with
        {
            // Its stretches began a little earlier or later: what they used a second is what can be carried over.
            ServerCpuSeconds = other.Interval > 0 ? other.ServerCpuSeconds * (point.Interval / other.Interval) : null,
            ServerRssBytes = other.ServerRssBytes,
            ServerRuntime = other.ServerRuntime,
        })];

    private static TimelinePoint Sum(IReadOnlyList<TimelinePoint> points) => points[0] with
    {
        Arrived = points.Sum(point => point.Arrived),
        ClientCpuSeconds = points.Sum(point => point.ClientCpuSeconds),
        Latency = LatencyDistribution.Merge(points.Select(point => point.Latency)),
    };
}
