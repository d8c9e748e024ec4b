namespace Meerkat.LoadGen.Reports;

/// <summary>A number that two reports have. Immutable.</summary>
internal sealed record ComparedFigure(string Name, double First, double Second)
{
    // What must not happen at all.
    private static readonly string[] _wrongs =
    [
        "failed", "dropped", "lost", "duplicated", "reordered", "corrupted", "misrouted", "bounced", "refused", "unsent",
        "missing", "retries", "subscriptionsMissing",
    ];

    private static readonly string[] _percentiles = ["mean", "p50", "p90", "p95", "p99"];

    /// <summary>Second to first; null where nothing becomes something.</summary>
    public double? Ratio => First == Second ? 1 : First == 0 ? null : Second / First;

    /// <summary>
    /// Whether it got better or worse by more than this many percent; what has no good direction never does.
    /// </summary>
    public Change ChangeBy(double percent)
    {
        var direction = Direction();
        if (direction == 0 || (Ratio is { } ratio && Math.Abs(ratio - 1) * 100 <= percent))
            return Change.None;
        return (Second > First) == (direction > 0) ? Change.Better : Change.Worse;
    }

    // 1: more is better, -1: less is. The load generator's own cost and its longest latency tell of the machine.
    private int Direction()
    {
        var parts = Name.Split('.', 2);
        if (parts.Length < 2 || parts[0] is "client" || Name.Contains("scheduleLag", StringComparison.Ordinal))
            return 0;
        if (parts[1].EndsWith("PerSecond", StringComparison.Ordinal) || parts[1] == "perSecond")
            return 1;
        return IsCost(parts[1]) || parts[0] == "errors" ? -1 : 0;
    }

    private static bool IsCost(string figure)
    {
        var dot = figure.LastIndexOf('.');
        if (dot >= 0 && figure[..dot].EndsWith("Micros", StringComparison.Ordinal))
            return _percentiles.Contains(figure[(dot + 1)..]);
        return _wrongs.Contains(figure[(dot + 1)..])
            || figure is "bytesPerConnection" or "secondsUntilAllBack"
            || figure.Contains("cpuMicrosPer", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>What became of a figure.</summary>
internal enum Change : byte
{
    None,
    Better,
    Worse,
}
