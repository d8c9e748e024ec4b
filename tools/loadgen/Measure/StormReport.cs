namespace Meerkat.LoadGen.Measure;

/// <summary>What it costs when everybody comes back at once, against the same logins one after another.</summary>
internal sealed record StormReport
{
    /// <summary>Who was cut off.</summary>
    public required int Users { get; init; }

    /// <summary>Who had not come back when the time was up.</summary>
    public required int Missing { get; init; }

    /// <summary>Attempts that failed, and were made again.</summary>
    public required int Retries { get; init; }

    /// <summary>How long the calm logins took.</summary>
    public required TimeSpan CalmTime { get; init; }

    /// <summary>From cutting all off until the last one was back, or the time was up.</summary>
    public required TimeSpan StormTime { get; init; }

    /// <summary>CPU of the server for each calm login, without what the chatters cost meanwhile.</summary>
    public double? CalmCpuMicros { get; init; }

    /// <summary>The same for each login of the storm.</summary>
    public double? StormCpuMicros { get; init; }

    public double? CpuRatio => CalmCpuMicros > 0 ? StormCpuMicros / CalmCpuMicros : null;

    /// <summary>From connecting to the full JID.</summary>
    public required LatencySummary ReloginLatency { get; init; }

    /// <summary>Latency of the chatters before the storm, while it lasted, and after.</summary>
    public required LatencySummary ChatBefore { get; init; }

    public required LatencySummary ChatDuring { get; init; }

    public required LatencySummary ChatAfter { get; init; }

    /// <summary>Why attempts failed that were made again, by condition.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Refusals { get; init; }
}
