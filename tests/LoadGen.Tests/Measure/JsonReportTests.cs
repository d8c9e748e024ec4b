using System.Text.Json;
using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class JsonReportTests
{
    [Fact]
    public void Json_names_are_stable()
    {
        var json = JsonDocument.Parse(JsonReport.Write(SampleReport.Create())).RootElement;

        Assert.Equal(
            ["tool", "schema", "ok", "failure", "interrupted", "run", "logins", "messages", "server", "client", "timeline", "errors"],
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
            ["seconds", "perSecond", "p50Micros", "p99Micros", "maxMicros", "serverCpuPercent", "serverRssBytes", "clientCpuPercent"],
            Names(json.GetProperty("timeline")[0]));
        Assert.Equal(
            ["count", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"],
            Names(json.GetProperty("messages").GetProperty("latencyMicros")));
    }

    [Fact]
    public void Json_values_are_those_of_the_report()
    {
        var json = JsonDocument.Parse(JsonReport.Write(SampleReport.Create())).RootElement;

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
        var server = SampleReport.Create().Server with { MemoryBefore = new ProcessMemory(1000, null) };

        Assert.Equal(100, server.BytesPerConnection);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
