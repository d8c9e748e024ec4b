using System.Globalization;

namespace Meerkat.LoadGen.Measure;

/// <summary>The report for people. Stateless.</summary>
internal static class TableWriter
{
    public static void Write(LoadReport report, TextWriter output)
    {
        var options = report.Options;
        Row(output, "scenario", $"{options.Scenario}, {options.Users} users, {report.Measured.TotalSeconds:0.00} s measured"
            + (report.IsInterrupted ? " (interrupted)" : ""));
        WriteLogins(output, report.Logins);
        if (report.Messages is { } messages)
            WriteMessages(output, messages, report);
        if (report.Setup is { } setup)
            Row(output, "set-up", string.Create(CultureInfo.InvariantCulture,
                $"{setup.Made} subscriptions made, {setup.AlreadyThere} there already, {setup.Missing} missing, "
                + $"{setup.Others} other contacts, {setup.Elapsed.TotalSeconds:0.0} s"));
        if (report.Presences is { } presences)
            WriteFanOut(output, presences, report);
        foreach (var requests in report.Requests.Where(requests => requests.Sent > 0))
            WriteRequests(output, requests);
        if (report.Storm is { } storm)
            WriteStorm(output, storm);
        if (report.Faults is { } faults)
            WriteFaults(output, faults);
        WriteServer(output, report.Server, options.Operation);
        Row(output, "loadgen CPU", Cpu(report.Client.CpuPercent, report.Client.CpuMicrosPerOperation, options.Operation));
        if (report.Flatness is { } flatness)
            WriteFlatness(output, flatness);
        foreach (var (condition, count) in report.Errors)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"! {condition}: {count}"));
    }

    private static void WriteLogins(TextWriter output, LoginReport logins)
    {
        Row(output, "logins", string.Create(CultureInfo.InvariantCulture,
            $"{logins.Succeeded} succeeded, {logins.Failed} failed, {logins.Dropped} dropped, {logins.PerSecond:N0}/s"));
        Row(output, "login latency", Latency(logins.Latency));
    }

    private static void WriteMessages(TextWriter output, MessageReport messages, LoadReport report)
    {
        Row(output, "messages", string.Create(CultureInfo.InvariantCulture,
            $"{messages.DeliveredPerSecond:N0}/s delivered ({report.Options.BodyBytes} bytes of body, {messages.StanzaBytes} of stanza)"));
        Row(output, "", string.Create(CultureInfo.InvariantCulture,
            $"{messages.Sent} sent, {messages.Received} received, {messages.Lost} lost, {messages.Duplicated} duplicated, "
            + $"{messages.Reordered} reordered"));
        if (messages.Corrupted + messages.Misrouted + messages.Bounced + messages.Unsent > 0)
            Row(output, "", string.Create(CultureInfo.InvariantCulture,
                $"{messages.Corrupted} corrupted, {messages.Misrouted} misrouted, {messages.Bounced} bounced, "
                + $"{messages.Unsent} unsent"));
        Row(output, "message latency", Latency(messages.Latency));
        if (messages.ScheduleLag is { } lag)
            Row(output, "sent late by", Latency(lag));
    }

    private static void WriteFanOut(TextWriter output, FanOutReport fanOut, LoadReport report)
    {
        Row(output, "presence", string.Create(CultureInfo.InvariantCulture,
            $"{fanOut.DeliveredPerSecond:N0}/s delivered to {report.Options.Contacts} contacts each, "
            + $"{fanOut.Others} others"));
        Row(output, "", string.Create(CultureInfo.InvariantCulture,
            $"{fanOut.Sent} sent, {fanOut.Received} of {fanOut.Expected} received, {fanOut.Lost} lost, "
            + $"{fanOut.Duplicated} duplicated, {fanOut.Reordered} reordered"));
        if (fanOut.Corrupted + fanOut.Misrouted + fanOut.Unsent > 0)
            Row(output, "", string.Create(CultureInfo.InvariantCulture,
                $"{fanOut.Corrupted} corrupted, {fanOut.Misrouted} misrouted, {fanOut.Unsent} unsent"));
        Row(output, "delivery latency", Latency(fanOut.Latency));
        Row(output, "to the last", Latency(fanOut.Completion));
        if (fanOut.ScheduleLag is { } lag)
            Row(output, "sent late by", Latency(lag));
    }

    private static void WriteRequests(TextWriter output, RequestReport requests)
    {
        Row(output, requests.Kind, string.Create(CultureInfo.InvariantCulture,
            $"{requests.Sent} sent, {requests.Answered} answered, {requests.Refused} refused, {requests.Lost} lost, "
            + $"{requests.Unsent} unsent"));
        Row(output, "", Latency(requests.Latency));
    }

    private static void WriteFlatness(TextWriter output, Flatness flatness)
    {
        string?[] figures =
        [
            Growth("RSS", flatness.RssGrowthPercent), Growth("heap", flatness.HeapGrowthPercent),
            Growth("throughput", flatness.ThroughputGrowthPercent), Growth("p99", flatness.LatencyP99GrowthPercent),
        ];
        if (figures.Any(figure => figure is not null))
            Row(output, "growth", string.Join(", ", figures.Where(figure => figure is not null)));
    }

    private static string? Growth(string name, double? percent) => percent is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{name} {known:+0.0;-0.0;0.0} %")
        : null;

    private static void WriteStorm(TextWriter output, StormReport storm)
    {
        Row(output, "storm", string.Create(CultureInfo.InvariantCulture,
            $"{storm.Users} users back in {storm.StormTime.TotalSeconds:0.00} s "
            + $"({storm.CalmTime.TotalSeconds:0.00} s when calm), "
            + $"{storm.Missing} missing, {storm.Retries} retries"));
        if (storm is { CalmCpuMicros: { } calm, StormCpuMicros: { } cpu })
            Row(output, "", string.Create(CultureInfo.InvariantCulture,
                $"server CPU {cpu:0} µs per login, {calm:0} µs when calm: {storm.CpuRatio:0.00} times"));
        Row(output, "relogin latency", Latency(storm.ReloginLatency));
        Row(output, "chat before", Latency(storm.ChatBefore));
        Row(output, "chat meanwhile", Latency(storm.ChatDuring));
        Row(output, "chat after", Latency(storm.ChatAfter));
        foreach (var (condition, count) in storm.Refusals)
            Row(output, "refused", string.Create(CultureInfo.InvariantCulture, $"{condition}: {count}"));
    }

    private static void WriteFaults(TextWriter output, FaultReport faults)
    {
        Row(output, "faults", string.Create(CultureInfo.InvariantCulture,
            $"{faults.Resets} connections reset, {faults.Stalls} stalled, {faults.Garbage} sent garbage"));
        Row(output, "others before", Latency(faults.Before));
        Row(output, "others after", Latency(faults.After));
        foreach (var (condition, count) in faults.Ends)
            Row(output, "ended by", string.Create(CultureInfo.InvariantCulture, $"{condition}: {count}"));
    }

    private static void WriteServer(TextWriter output, ServerReport server, string operation)
    {
        if (server.CpuPercent is { } percent)
            Row(output, "server CPU", Cpu(percent, server.CpuMicrosPerOperation, operation));
        if (server.MemoryBefore is { } before && server.MemoryAfter is { } after)
            Row(output, "server RSS", string.Create(CultureInfo.InvariantCulture,
                $"{before.RssBytes / 1048576.0:0.0} MiB before, {after.RssBytes / 1048576.0:0.0} MiB with "
                + $"{server.Connections} connections, {server.BytesPerConnection / 1024:0.00} KiB each"));
    }

    private static string Cpu(double percent, double? micros, string operation) => micros is { } cost
        ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} %, {cost:0.00} µs per {operation}")
        : string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} %");

    private static string Latency(LatencySummary summary) => summary.Count == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture,
            $"p50 {summary.P50 / 1000:0.000} ms, p90 {summary.P90 / 1000:0.000}, p95 {summary.P95 / 1000:0.000}, "
            + $"p99 {summary.P99 / 1000:0.000}, p99.9 {summary.P999 / 1000:0.000}, max {summary.Max / 1000:0.000}");

    private static void Row(TextWriter output, string name, string value) => output.WriteLine($"{name,-18}{value}");
}
