namespace Meerkat.LoadGen.Measure;

/// <summary>
/// What became of stanzas that many were to get. Delivered and Others count the measured time only; all other counts are
/// those of the whole run.
/// </summary>
internal sealed record FanOutReport
{
    public required long Sent { get; init; }

    /// <summary>Each stanza to each of its recipients.</summary>
    public required long Expected { get; init; }

    public required long Received { get; init; }

    public required long Delivered { get; init; }

    public required double DeliveredPerSecond { get; init; }

    /// <summary>What the server delivered besides: the presence of the contacts to who became available.</summary>
    public required long Others { get; init; }

    public required long Lost { get; init; }

    public required long Duplicated { get; init; }

    public required long Reordered { get; init; }

    public required long Corrupted { get; init; }

    public required long Misrouted { get; init; }

    public required long Unsent { get; init; }

    /// <summary>Of each delivery.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>From sending to the last recipient.</summary>
    public required LatencySummary Completion { get; init; }

    /// <summary>Open loop: how late the load generator itself was; null in a closed loop.</summary>
    public LatencySummary? ScheduleLag { get; init; }

    public long Operations => Delivered + Others;

    public long Wrong => Lost + Duplicated + Reordered + Corrupted + Misrouted + Unsent;
}

/// <summary>How the subscriptions that a scenario needs came about.</summary>
/// <param name="Made">By this run.</param>
/// <param name="AlreadyThere">By earlier ones.</param>
/// <param name="Missing">They could not be made.</param>
/// <param name="Others">Contacts of earlier runs that this one has no use for, and who are told of presence all the
/// same.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record SetupReport(int Made, int AlreadyThere, int Missing, int Others, TimeSpan Elapsed);
