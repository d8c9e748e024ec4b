using System.Globalization;

namespace Meerkat.LoadGen.Measure;

/// <summary>Says in one line why a run does not count as a success. Stateless.</summary>
internal static class FailureLine
{
    private static readonly CultureInfo _invariant = CultureInfo.InvariantCulture;

    /// <summary>Null if it does. <see cref="LoadReport.Failure"/> is not looked at.</summary>
    public static string? Of(LoadReport report)
    {
        var logins = report.Logins;
        if (report.IsInterrupted)
            return "interrupted";
        if (logins.Failed > 0 || logins.Succeeded == 0)
            return string.Create(_invariant, $"{logins.Failed} of {logins.Failed + logins.Succeeded} logins failed{MainCause(report)}");
        if (report.Setup is { Missing: > 0 } setup)
            return string.Create(_invariant, $"{setup.Missing} subscriptions could not be made{MainCause(report)}");
        if (report.Storm is { Missing: > 0 } storm)
            return string.Create(_invariant, $"{storm.Missing} of {storm.Users} users did not come back{MainCause(report)}");
        if ((OfMessages(report.Messages) ?? OfPresences(report.Presences)) is { } wrong)
            return wrong + MainCause(report);
        if (OfRequests(report.Requests) is { } requests)
            return requests + MainCause(report);
        if (logins.Dropped > 0)
            return string.Create(_invariant, $"{logins.Dropped} of {logins.Succeeded} users were dropped{MainCause(report)}");
        if (report.Flatness is { } flatness && flatness.MemoryGrowthPercent > report.Options.MaxGrowthPercent)
            return string.Create(_invariant, $"the server's memory grew by {flatness.MemoryGrowthPercent:0.0} %");
        return HasDelivered(report) ? null : string.Create(_invariant, $"no message was delivered{MainCause(report)}");
    }

    private static string? OfMessages(MessageReport? messages) => messages is { Wrong: > 0 }
        ? string.Create(_invariant, $"{messages.Lost} messages lost, {messages.Duplicated} duplicated, {messages.Reordered} reordered, "
            + $"{messages.Corrupted} corrupted, {messages.Misrouted} misrouted, {messages.Unsent} not sent")
        : null;

    private static string? OfPresences(FanOutReport? presences) => presences is { Wrong: > 0 }
        ? string.Create(_invariant, $"{presences.Lost} presences lost, {presences.Duplicated} duplicated, {presences.Reordered} reordered, "
            + $"{presences.Corrupted} corrupted, {presences.Misrouted} misrouted, {presences.Unsent} not sent")
        : null;

    private static string? OfRequests(IReadOnlyList<RequestReport> requests) => requests.Sum(request => request.Wrong) > 0
        ? string.Create(_invariant, $"{requests.Sum(request => request.Lost)} requests without an answer, "
            + $"{requests.Sum(request => request.Refused)} refused, {requests.Sum(request => request.Unsent)} not sent")
        : null;

    private static bool HasDelivered(LoadReport report) =>
        !report.Options.HasLoad || report.Messages is { Received: > 0 } || report.Presences is { Received: > 0 }
        || report.Requests.Any(request => request.Answered > 0);

    private static string MainCause(LoadReport report) =>
        report.Errors is [var first, ..] ? string.Create(_invariant, $" (mostly {first.Key}: {first.Value})") : "";
}
