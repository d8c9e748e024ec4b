namespace Meerkat.Perf.Servers;

/// <summary>What a run of the load generator says about the server. What its scenario does not measure is 0.</summary>
internal sealed record LoadFigures
{
    /// <summary>Processor time of a login, or of a message.</summary>
    public required double CpuMicros { get; init; }

    /// <summary>Bytes before the connections.</summary>
    public required long ResidentBefore { get; init; }

    /// <summary>Bytes with all of them idle.</summary>
    public required long ResidentAfter { get; init; }

    /// <summary>PSS: pages shared with other processes count in part.</summary>
    public required long ProportionalBefore { get; init; }

    /// <summary>The same with all of them idle.</summary>
    public required long ProportionalAfter { get; init; }

    public required double DeliveredPerSecond { get; init; }

    /// <summary>Microseconds from when a message was sent, or due, to its arrival.</summary>
    public required double LatencyMedian { get; init; }

    public required double Latency99 { get; init; }
}
