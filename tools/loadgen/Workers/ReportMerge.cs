using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Workers;

/// <summary>
/// Makes one report of those of several processes: counts are added, distributions merged by their buckets. Stateless.
/// </summary>
internal static class ReportMerge
{
    public static LoadReport Merge(LoadOptions options, IReadOnlyList<LoadReport> parts)
    {
        var merged = new LoadReport
        {
            Options = options,
            IsInterrupted = parts.Any(part => part.IsInterrupted),
            Failure = null,
            Measured = Longest(parts, part => part.Measured),
            Logins = MergeLogins(parts),
            Messages = Merge(parts, part => part.Messages, MergeMessages),
            Presences = Merge(parts, part => part.Presences, MergeFanOuts),
            Requests =
            [
                .. parts.SelectMany(part => part.Requests).GroupBy(request => request.Kind, StringComparer.Ordinal)
                    .Select(kind => MergeRequests(kind.Key, [.. kind])),
            ],
            Faults = Merge(parts, part => part.Faults, MergeFaults),
            Setup = Merge(parts, part => part.Setup, MergeSetups),
            Server = new ServerReport
            {
                Pids = options.ServerPids,
                Connections = parts.Sum(part => part.Server.Connections),
            },
            Client = new ClientReport(TimeSpan.Zero, 0, null, null),
            Timeline = TimelineMerge.Merge([.. parts.Select(part => part.Timeline)]),
            Errors = MergeCounts(parts.SelectMany(part => part.Errors)),
        };
        return merged with { Client = MergeClients(parts, merged.Operations) };
    }

    // A section that no process has is none.
    private static T? Merge<T>(
        IReadOnlyList<LoadReport> parts, Func<LoadReport, T?> section, Func<IReadOnlyList<T>, T> merge)
        where T : class =>
        parts.Select(section).OfType<T>().ToList() is { Count: > 0 } found ? merge(found) : null;

    private static LoginReport MergeLogins(IReadOnlyList<LoadReport> parts) => new(
        parts.Sum(part => part.Logins.Succeeded),
        parts.Sum(part => part.Logins.Failed),
        parts.Sum(part => part.Logins.Dropped),
        Longest(parts, part => part.Logins.Elapsed),
        LatencySummary.Merge(parts.Select(part => part.Logins.Latency)));

    private static MessageReport MergeMessages(IReadOnlyList<MessageReport> parts) => new()
    {
        StanzaBytes = parts[0].StanzaBytes,
        Sent = parts.Sum(part => part.Sent),
        Received = parts.Sum(part => part.Received),
        Delivered = parts.Sum(part => part.Delivered),
        DeliveredPerSecond = parts.Sum(part => part.DeliveredPerSecond),
        Lost = parts.Sum(part => part.Lost),
        Duplicated = parts.Sum(part => part.Duplicated),
        Reordered = parts.Sum(part => part.Reordered),
        Corrupted = parts.Sum(part => part.Corrupted),
        Misrouted = parts.Sum(part => part.Misrouted),
        Bounced = parts.Sum(part => part.Bounced),
        Unsent = parts.Sum(part => part.Unsent),
        Latency = LatencySummary.Merge(parts.Select(part => part.Latency)),
        ScheduleLag = MergeLags(parts.Select(part => part.ScheduleLag)),
    };

    private static FanOutReport MergeFanOuts(IReadOnlyList<FanOutReport> parts) => new()
    {
        Sent = parts.Sum(part => part.Sent),
        Expected = parts.Sum(part => part.Expected),
        Received = parts.Sum(part => part.Received),
        Delivered = parts.Sum(part => part.Delivered),
        DeliveredPerSecond = parts.Sum(part => part.DeliveredPerSecond),
        Others = parts.Sum(part => part.Others),
        Lost = parts.Sum(part => part.Lost),
        Duplicated = parts.Sum(part => part.Duplicated),
        Reordered = parts.Sum(part => part.Reordered),
        Corrupted = parts.Sum(part => part.Corrupted),
        Misrouted = parts.Sum(part => part.Misrouted),
        Unsent = parts.Sum(part => part.Unsent),
        Latency = LatencySummary.Merge(parts.Select(part => part.Latency)),
        Completion = LatencySummary.Merge(parts.Select(part => part.Completion)),
        ScheduleLag = MergeLags(parts.Select(part => part.ScheduleLag)),
    };

    private static RequestReport MergeRequests(string kind, RequestReport[] parts) => new(
        kind,
        parts.Sum(part => part.Sent),
        parts.Sum(part => part.Answered),
        parts.Sum(part => part.AnsweredInWindow),
        parts.Sum(part => part.Refused),
        parts.Sum(part => part.Lost),
        parts.Sum(part => part.Unsent),
        LatencySummary.Merge(parts.Select(part => part.Latency)));

    private static FaultReport MergeFaults(IReadOnlyList<FaultReport> parts) => new(
        parts.Sum(part => part.Resets),
        parts.Sum(part => part.Stalls),
        parts.Sum(part => part.Garbage),
        LatencySummary.Merge(parts.Select(part => part.Before)),
        LatencySummary.Merge(parts.Select(part => part.After)),
        MergeCounts(parts.SelectMany(part => part.Ends)));

    private static KeyValuePair<string, long>[] MergeCounts(IEnumerable<KeyValuePair<string, long>> counts) =>
    [
        .. counts.GroupBy(count => count.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Sum(count => count.Value)))
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal),
    ];

    private static SetupReport MergeSetups(IReadOnlyList<SetupReport> parts) => new(
        parts.Sum(part => part.Made),
        parts.Sum(part => part.AlreadyThere),
        parts.Sum(part => part.Missing),
        parts.Sum(part => part.Others),
        parts.Max(part => part.Elapsed));

    private static LatencySummary? MergeLags(IEnumerable<LatencySummary?> lags) =>
        lags.OfType<LatencySummary>().ToList() is { Count: > 0 } found ? LatencySummary.Merge(found) : null;

    private static ClientReport MergeClients(IReadOnlyList<LoadReport> parts, long operations)
    {
        var cpu = TimeSpan.FromTicks(parts.Sum(part => part.Client.Cpu.Ticks));
        var allocated = parts.Sum(part => part.Client.AllocatedBytesPerOperation * part.Operations);
        return new ClientReport(
            cpu,
            parts.Sum(part => part.Client.CpuPercent),
            operations > 0 ? cpu.TotalMicroseconds / operations : null,
            operations > 0 ? allocated / operations : null);
    }

    private static TimeSpan Longest(IReadOnlyList<LoadReport> parts, Func<LoadReport, TimeSpan> time) =>
        parts.Count == 0 ? TimeSpan.Zero : parts.Max(time);
}
