namespace Meerkat.LoadGen.Measure;

/// <summary>What happened in one stretch of a run. Immutable; what could not be read is null.</summary>
internal sealed record TimelinePoint
{
    /// <summary>From the start of the load to the end of the stretch.</summary>
    public required double Seconds { get; init; }

    /// <summary>The length of the stretch.</summary>
    public required double Interval { get; init; }

    /// <summary>Deliveries, or logins.</summary>
    public required long Arrived { get; init; }

    public required LatencyDistribution Latency { get; init; }

    public required double ClientCpuSeconds { get; init; }

    public double? ServerCpuSeconds { get; init; }

    /// <summary>Resident memory at its end.</summary>
    public long? ServerRssBytes { get; init; }

    /// <summary>What its runtime said at its end.</summary>
    public RuntimeFigures? ServerRuntime { get; init; }

    public double ArrivedPerSecond => Interval > 0 ? Arrived / Interval : 0;

    public double? ServerCpuPercent => Interval > 0 ? 100 * ServerCpuSeconds / Interval : null;

    public double ClientCpuPercent => Interval > 0 ? 100 * ClientCpuSeconds / Interval : 0;

    /// <summary>Two stretches, one behind the other, as one.</summary>
    public static TimelinePoint Join(TimelinePoint first, TimelinePoint second) => second with
    {
        Interval = first.Interval + second.Interval,
        Arrived = first.Arrived + second.Arrived,
        Latency = LatencyDistribution.Merge([first.Latency, second.Latency]),
        ClientCpuSeconds = first.ClientCpuSeconds + second.ClientCpuSeconds,
        ServerCpuSeconds = first.ServerCpuSeconds + second.ServerCpuSeconds,
    };
}
