using Meerkat.LoadGen.Commands;

namespace Meerkat.LoadGen.Measure;

/// <summary>All that a run found out. Immutable; made by the run, written as a table and as JSON.</summary>
internal sealed record LoadReport
{
    public required LoadOptions Options { get; init; }

    public required bool IsInterrupted { get; init; }

    /// <summary>Why the run does not count as a success, in one line; null if it does.</summary>
    public required string? Failure { get; init; }

    /// <summary>The time that was measured.</summary>
    public required TimeSpan Measured { get; init; }

    public required LoginReport Logins { get; init; }

    /// <summary>Null where no messages are sent.</summary>
    public MessageReport? Messages { get; init; }

    /// <summary>Null where nobody comes and goes.</summary>
    public FanOutReport? Presences { get; init; }

    /// <summary>IQ requests by kind; empty where there are none.</summary>
    public IReadOnlyList<RequestReport> Requests { get; init; } = [];

    /// <summary>Null if the run was too short to tell.</summary>
    public Flatness? Flatness { get; init; }

    /// <summary>Null where nobody is cut off.</summary>
    public StormReport? Storm { get; init; }

    /// <summary>Null where nothing is done wrong on purpose.</summary>
    public FaultReport? Faults { get; init; }

    /// <summary>Null where nothing had to be set up.</summary>
    public SetupReport? Setup { get; init; }

    public required ServerReport Server { get; init; }

    public required ClientReport Client { get; init; }

    /// <summary>How it went over time.</summary>
    public IReadOnlyList<TimelinePoint> Timeline { get; init; } = [];

    /// <summary>What CPU time is divided by: what was delivered in the measured time, or logins.</summary>
    public long Operations => Options.Scenario switch
    {
        "login" => Logins.Succeeded,
        // Its costs have a section of their own.
        "storm" => 0,
        _ => (Messages?.Delivered ?? 0) + (Presences?.Operations ?? 0) + Requests.Sum(request => request.AnsweredInWindow),
    };

    /// <summary>What went wrong, by condition, the most frequent first.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Errors { get; init; }
}

/// <summary>How the logins went. <see cref="Dropped"/>: logged in, and offline later without having asked for it.</summary>
internal sealed record LoginReport(
    int Succeeded, int Failed, int Dropped, TimeSpan Elapsed, LatencySummary Latency)
{
    public double PerSecond => Elapsed > TimeSpan.Zero ? Succeeded / Elapsed.TotalSeconds : 0;
}

/// <summary>
/// What became of the messages. Delivered counts the measured time only; all other counts are those of the whole run.
/// </summary>
internal sealed record MessageReport
{
    public required int StanzaBytes { get; init; }

    public required long Sent { get; init; }

    public required long Received { get; init; }

    public required long Delivered { get; init; }

    public required double DeliveredPerSecond { get; init; }

    public required long Lost { get; init; }

    public required long Duplicated { get; init; }

    public required long Reordered { get; init; }

    public required long Corrupted { get; init; }

    public required long Misrouted { get; init; }

    public required long Bounced { get; init; }

    public required long Unsent { get; init; }

    public required LatencySummary Latency { get; init; }

    /// <summary>Open loop: how late the load generator itself was; null in a closed loop.</summary>
    public LatencySummary? ScheduleLag { get; init; }

    public long Wrong => Lost + Duplicated + Reordered + Corrupted + Misrouted + Unsent;
}

/// <summary>The server's processes over the measured time. What could not be read is null.</summary>
internal sealed record ServerReport
{
    public required IReadOnlyList<int> Pids { get; init; }

    public TimeSpan? Cpu { get; init; }

    public double? CpuPercent { get; init; }

    /// <summary>CPU per delivered message, or per login.</summary>
    public double? CpuMicrosPerOperation { get; init; }

    /// <summary>Before the first connection that counts, after the warm-up.</summary>
    public ProcessMemory? MemoryBefore { get; init; }

    /// <summary>With all users online, after the settle time.</summary>
    public ProcessMemory? MemoryAfter { get; init; }

    public int Connections { get; init; }

    /// <summary>By PSS where it may be read, else by RSS.</summary>
    public double? BytesPerConnection
    {
        get
        {
            if (MemoryBefore is not { } before || MemoryAfter is not { } after || Connections == 0)
                return null;
            var growth = after.PssBytes - before.PssBytes ?? after.RssBytes - before.RssBytes;
            return (double)growth / Connections;
        }
    }
}

/// <summary>The load generator's own cost over the measured time.</summary>
internal sealed record ClientReport(
    TimeSpan Cpu, double CpuPercent, double? CpuMicrosPerOperation, double? AllocatedBytesPerOperation);
