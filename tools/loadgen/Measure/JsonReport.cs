using System.Buffers;
using System.Text.Json;
using Meerkat.LoadGen.Streams;

namespace Meerkat.LoadGen.Measure;

/// <summary>The report as JSON. The names are an interface for scripts: README.md lists them.</summary>
internal static class JsonReport
{
    // Raised when a name goes away or changes its meaning.
    private const int Schema = 1;

    public static byte[] Write(LoadReport report)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("tool", "loadgen");
            json.WriteNumber("schema", Schema);
            json.WriteBoolean("ok", report.Failure is null);
            json.WriteString("failure", report.Failure);
            json.WriteBoolean("interrupted", report.IsInterrupted);
            WriteRun(json, report);
            WriteLogins(json, report.Logins);
            if (report.Messages is { } messages)
                WriteMessages(json, messages);
            if (report.Setup is { } setup)
                WriteSetup(json, setup);
            if (report.Presences is { } presences)
                WriteFanOut(json, "presences", presences);
            if (report.Requests.Count > 0)
                WriteRequests(json, report.Requests);
            if (report.Storm is { } storm)
                WriteStorm(json, storm);
            if (report.Faults is { } faults)
                WriteFaults(json, faults);
            WriteServer(json, report.Server);
            WriteClient(json, report.Client);
            if (report.Flatness is { } flatness)
                WriteFlatness(json, flatness);
            WriteTimeline(json, report.Timeline);
            WriteCounts(json, "errors", report.Errors);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteRun(Utf8JsonWriter json, LoadReport report)
    {
        var options = report.Options;
        json.WriteStartObject("run");
        json.WriteString("scenario", options.Scenario);
        json.WriteStartArray("targets");
        foreach (var target in options.Targets)
            json.WriteStringValue(target.ToString());
        json.WriteEndArray();
        json.WriteString("domain", options.Domain);
        json.WriteNumber("users", options.Users);
        json.WriteString("tls", options.Tls.ToString().ToLowerInvariant());
        json.WriteString("mechanism", options.Mechanism.ToMechanism());
        json.WriteBoolean("presence", options.SendsPresence);
        if (options.IsClosedLoop)
            json.WriteNumber("window", options.Window);
        else if (options.HasLoad)
            json.WriteNumber("rate", options.MessagesPerSecond);
        if (options.Scenario == "mixed")
            json.WriteString("mix", options.Mix);
        if (options.Contacts > 0)
            json.WriteNumber("contacts", options.Contacts);
        if (options.HasLoad)
            json.WriteNumber("bodyBytes", options.BodyBytes);
        json.WriteNumber("warmupSeconds", options.Warmup.TotalSeconds);
        WriteRounded(json, "measuredSeconds", report.Measured.TotalSeconds);
        json.WriteEndObject();
    }

    private static void WriteLogins(Utf8JsonWriter json, LoginReport logins)
    {
        json.WriteStartObject("logins");
        json.WriteNumber("succeeded", logins.Succeeded);
        json.WriteNumber("failed", logins.Failed);
        json.WriteNumber("dropped", logins.Dropped);
        WriteRounded(json, "seconds", logins.Elapsed.TotalSeconds);
        WriteRounded(json, "perSecond", logins.PerSecond);
        WriteLatency(json, "latencyMicros", logins.Latency);
        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, MessageReport messages)
    {
        json.WriteStartObject("messages");
        json.WriteNumber("stanzaBytes", messages.StanzaBytes);
        json.WriteNumber("sent", messages.Sent);
        json.WriteNumber("received", messages.Received);
        json.WriteNumber("delivered", messages.Delivered);
        WriteRounded(json, "deliveredPerSecond", messages.DeliveredPerSecond);
        json.WriteNumber("lost", messages.Lost);
        json.WriteNumber("duplicated", messages.Duplicated);
        json.WriteNumber("reordered", messages.Reordered);
        json.WriteNumber("corrupted", messages.Corrupted);
        json.WriteNumber("misrouted", messages.Misrouted);
        json.WriteNumber("bounced", messages.Bounced);
        json.WriteNumber("unsent", messages.Unsent);
        WriteLatency(json, "latencyMicros", messages.Latency);
        if (messages.ScheduleLag is { } lag)
            WriteLatency(json, "scheduleLagMicros", lag);
        json.WriteEndObject();
    }

    private static void WriteSetup(Utf8JsonWriter json, SetupReport setup)
    {
        json.WriteStartObject("setup");
        json.WriteNumber("subscriptionsMade", setup.Made);
        json.WriteNumber("subscriptionsAlreadyThere", setup.AlreadyThere);
        json.WriteNumber("subscriptionsMissing", setup.Missing);
        json.WriteNumber("otherContacts", setup.Others);
        WriteRounded(json, "seconds", setup.Elapsed.TotalSeconds);
        json.WriteEndObject();
    }

    private static void WriteFanOut(Utf8JsonWriter json, string name, FanOutReport fanOut)
    {
        json.WriteStartObject(name);
        json.WriteNumber("sent", fanOut.Sent);
        json.WriteNumber("expected", fanOut.Expected);
        json.WriteNumber("received", fanOut.Received);
        json.WriteNumber("delivered", fanOut.Delivered);
        WriteRounded(json, "deliveredPerSecond", fanOut.DeliveredPerSecond);
        json.WriteNumber("others", fanOut.Others);
        json.WriteNumber("lost", fanOut.Lost);
        json.WriteNumber("duplicated", fanOut.Duplicated);
        json.WriteNumber("reordered", fanOut.Reordered);
        json.WriteNumber("corrupted", fanOut.Corrupted);
        json.WriteNumber("misrouted", fanOut.Misrouted);
        json.WriteNumber("unsent", fanOut.Unsent);
        WriteLatency(json, "latencyMicros", fanOut.Latency);
        WriteLatency(json, "completionMicros", fanOut.Completion);
        if (fanOut.ScheduleLag is { } lag)
            WriteLatency(json, "scheduleLagMicros", lag);
        json.WriteEndObject();
    }

    private static void WriteRequests(Utf8JsonWriter json, IReadOnlyList<RequestReport> requests)
    {
        json.WriteStartObject("requests");
        foreach (var kind in requests)
        {
            json.WriteStartObject(kind.Kind);
            json.WriteNumber("sent", kind.Sent);
            json.WriteNumber("answered", kind.Answered);
            json.WriteNumber("refused", kind.Refused);
            json.WriteNumber("lost", kind.Lost);
            json.WriteNumber("unsent", kind.Unsent);
            WriteLatency(json, "latencyMicros", kind.Latency);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteFlatness(Utf8JsonWriter json, Flatness flatness)
    {
        json.WriteStartObject("flatness");
        WriteRounded(json, "rssGrowthPercent", flatness.RssGrowthPercent);
        WriteRounded(json, "heapGrowthPercent", flatness.HeapGrowthPercent);
        WriteRounded(json, "throughputGrowthPercent", flatness.ThroughputGrowthPercent);
        WriteRounded(json, "latencyP99GrowthPercent", flatness.LatencyP99GrowthPercent);
        json.WriteEndObject();
    }

    private static void WriteRuntime(Utf8JsonWriter json, RuntimeFigures runtime)
    {
        WriteRounded(json, "serverHeapBytes", runtime.HeapBytes);
        WriteRounded(json, "serverAllocatedBytes", runtime.AllocatedBytes);
        WriteRounded(json, "serverCollections", runtime.Collections);
        WriteRounded(json, "serverPauseSeconds", runtime.PauseSeconds);
    }

    private static void WriteStorm(Utf8JsonWriter json, StormReport storm)
    {
        json.WriteStartObject("storm");
        json.WriteNumber("users", storm.Users);
        json.WriteNumber("missing", storm.Missing);
        json.WriteNumber("retries", storm.Retries);
        WriteRounded(json, "calmSeconds", storm.CalmTime.TotalSeconds);
        WriteRounded(json, "secondsUntilAllBack", storm.StormTime.TotalSeconds);
        WriteRounded(json, "calmCpuMicrosPerLogin", storm.CalmCpuMicros);
        WriteRounded(json, "stormCpuMicrosPerLogin", storm.StormCpuMicros);
        WriteRounded(json, "cpuRatio", storm.CpuRatio);
        WriteLatency(json, "reloginLatencyMicros", storm.ReloginLatency);
        WriteLatency(json, "chatBeforeMicros", storm.ChatBefore);
        WriteLatency(json, "chatDuringMicros", storm.ChatDuring);
        WriteLatency(json, "chatAfterMicros", storm.ChatAfter);
        WriteCounts(json, "refusals", storm.Refusals);
        json.WriteEndObject();
    }

    private static void WriteFaults(Utf8JsonWriter json, FaultReport faults)
    {
        json.WriteStartObject("faults");
        json.WriteNumber("resets", faults.Resets);
        json.WriteNumber("stalls", faults.Stalls);
        json.WriteNumber("garbage", faults.Garbage);
        WriteLatency(json, "latencyBeforeMicros", faults.Before);
        WriteLatency(json, "latencyAfterMicros", faults.After);
        WriteCounts(json, "ends", faults.Ends);
        json.WriteEndObject();
    }

    private static void WriteTimeline(Utf8JsonWriter json, IReadOnlyList<TimelinePoint> timeline)
    {
        json.WriteStartArray("timeline");
        foreach (var point in timeline)
        {
            json.WriteStartObject();
            WriteRounded(json, "seconds", point.Seconds);
            WriteRounded(json, "perSecond", point.ArrivedPerSecond);
            WriteRounded(json, "p50Micros", point.Latency.Percentile(50) / 1000.0);
            WriteRounded(json, "p99Micros", point.Latency.Percentile(99) / 1000.0);
            WriteRounded(json, "maxMicros", point.Latency.Max / 1000.0);
            WriteRounded(json, "serverCpuPercent", point.ServerCpuPercent);
            WriteRounded(json, "serverRssBytes", point.ServerRssBytes);
            WriteRounded(json, "clientCpuPercent", point.ClientCpuPercent);
            if (point.ServerRuntime is { } runtime)
                WriteRuntime(json, runtime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(
        Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (condition, count) in counts)
            json.WriteNumber(condition, count);
        json.WriteEndObject();
    }

    private static void WriteServer(Utf8JsonWriter json, ServerReport server)
    {
        json.WriteStartObject("server");
        json.WriteStartArray("pids");
        foreach (var pid in server.Pids)
            json.WriteNumberValue(pid);
        json.WriteEndArray();
        WriteRounded(json, "cpuSeconds", server.Cpu?.TotalSeconds);
        WriteRounded(json, "cpuPercent", server.CpuPercent);
        WriteRounded(json, "cpuMicrosPerOperation", server.CpuMicrosPerOperation);
        WriteRounded(json, "rssBytesBefore", server.MemoryBefore?.RssBytes);
        WriteRounded(json, "rssBytesAfter", server.MemoryAfter?.RssBytes);
        WriteRounded(json, "pssBytesBefore", server.MemoryBefore?.PssBytes);
        WriteRounded(json, "pssBytesAfter", server.MemoryAfter?.PssBytes);
        json.WriteNumber("connections", server.Connections);
        WriteRounded(json, "bytesPerConnection", server.BytesPerConnection);
        json.WriteEndObject();
    }

    private static void WriteClient(Utf8JsonWriter json, ClientReport client)
    {
        json.WriteStartObject("client");
        WriteRounded(json, "cpuSeconds", client.Cpu.TotalSeconds);
        WriteRounded(json, "cpuPercent", client.CpuPercent);
        WriteRounded(json, "cpuMicrosPerOperation", client.CpuMicrosPerOperation);
        WriteRounded(json, "allocatedBytesPerOperation", client.AllocatedBytesPerOperation);
        json.WriteEndObject();
    }

    private static void WriteLatency(Utf8JsonWriter json, string name, LatencySummary latency)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", latency.Count);
        WriteRounded(json, "mean", latency.Mean);
        WriteRounded(json, "p50", latency.P50);
        WriteRounded(json, "p90", latency.P90);
        WriteRounded(json, "p95", latency.P95);
        WriteRounded(json, "p99", latency.P99);
        WriteRounded(json, "p99.9", latency.P999);
        WriteRounded(json, "max", latency.Max);
        json.WriteEndObject();
    }

    private static void WriteRounded(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, Math.Round(number, 3));
        else
            json.WriteNull(name);
    }
}
