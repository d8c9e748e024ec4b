using System.Net;
using System.Text.Json;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class JsonReportTests
{
    private static readonly LatencySummary _latency = new(9, 1.23456, 1, 2, 3, 4, 5, 6);

    [Fact]
    public void Json_names_are_stable()
    {
        var json = JsonDocument.Parse(JsonReport.Write(Report())).RootElement;

        Assert.Equal(
            ["tool", "schema", "ok", "failure", "interrupted", "run", "logins", "messages", "server", "client", "errors"],
            Names(json));
        Assert.Equal(
            ["scenario", "targets", "domain", "users", "tls", "mechanism", "presence", "rate", "bodyBytes", "warmupSeconds",
                "measuredSeconds"],
            Names(json.GetProperty("run")));
        Assert.Equal(
            ["succeeded", "failed", "dropped", "seconds", "perSecond", "latencyMicros"], Names(json.GetProperty("logins")));
        Assert.Equal(
            ["stanzaBytes", "sent", "received", "delivered", "deliveredPerSecond", "lost", "duplicated", "reordered",
                "corrupted", "misrouted", "bounced", "unsent", "latencyMicros", "scheduleLagMicros"],
            Names(json.GetProperty("messages")));
        Assert.Equal(
            ["pids", "cpuSeconds", "cpuPercent", "cpuMicrosPerOperation", "rssBytesBefore", "rssBytesAfter",
                "pssBytesBefore", "pssBytesAfter", "connections", "bytesPerConnection"],
            Names(json.GetProperty("server")));
        Assert.Equal(
            ["cpuSeconds", "cpuPercent", "cpuMicrosPerOperation", "allocatedBytesPerOperation"],
            Names(json.GetProperty("client")));
        Assert.Equal(
            ["count", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"],
            Names(json.GetProperty("messages").GetProperty("latencyMicros")));
    }

    [Fact]
    public void Json_values_are_those_of_the_report()
    {
        var json = JsonDocument.Parse(JsonReport.Write(Report())).RootElement;

        Assert.False(json.GetProperty("ok").GetBoolean());
        Assert.Equal("1 message lost", json.GetProperty("failure").GetString());
        Assert.Equal(1.235, json.GetProperty("logins").GetProperty("latencyMicros").GetProperty("mean").GetDouble());
        Assert.Equal(50, json.GetProperty("server").GetProperty("bytesPerConnection").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("server").GetProperty("cpuSeconds").ValueKind);
        Assert.Equal(3, json.GetProperty("errors").GetProperty("stream:conflict").GetInt64());
    }

    [Fact]
    public void Memory_without_pss_is_counted_by_rss()
    {
        var server = Report().Server with { MemoryBefore = new ProcessMemory(1000, null) };

        Assert.Equal(100, server.BytesPerConnection);
    }

    private static LoadReport Report() => new()
    {
        Options = new LoadOptions
        {
            Scenario = "rate",
            Targets = [new IPEndPoint(IPAddress.Loopback, 5222)],
            Domain = "localhost",
            Users = 10,
        },
        IsInterrupted = false,
        Failure = "1 message lost",
        Measured = TimeSpan.FromSeconds(10),
        Logins = new LoginReport(10, 0, 0, TimeSpan.FromSeconds(1), _latency),
        Messages = new MessageReport
        {
            StanzaBytes = 150,
            Sent = 10,
            Received = 9,
            Delivered = 9,
            DeliveredPerSecond = 0.9,
            Lost = 1,
            Duplicated = 0,
            Reordered = 0,
            Corrupted = 0,
            Misrouted = 0,
            Bounced = 0,
            Unsent = 0,
            Latency = _latency,
            ScheduleLag = _latency,
        },
        Server = new ServerReport
        {
            Pids = [1],
            MemoryBefore = new ProcessMemory(1000, 500),
            MemoryAfter = new ProcessMemory(2000, 1000),
            Connections = 10,
        },
        Client = new ClientReport(TimeSpan.FromSeconds(1), 10, 3, 0),
        Errors = [new("stream:conflict", 3)],
    };

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
