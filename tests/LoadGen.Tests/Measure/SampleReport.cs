using System.Net;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Tests.Measure;

/// <summary>A report of a run that never was.</summary>
internal static class SampleReport
{
    public static LatencySummary Latency { get; } = new(9, 1.23456, 1, 2, 3, 4, 5, 6) { Distribution = Distribution() };

    public static LoadReport Create() => new()
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
        Logins = new LoginReport(10, 0, 0, TimeSpan.FromSeconds(1), Latency),
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
            Latency = Latency,
            ScheduleLag = Latency,
        },
        Server = new ServerReport
        {
            Pids = [1],
            MemoryBefore = new ProcessMemory(1000, 500),
            MemoryAfter = new ProcessMemory(2000, 1000),
            Connections = 10,
        },
        Client = new ClientReport(TimeSpan.FromSeconds(1), 10, 3, 0),
        Timeline = [.. Enumerable.Range(1, 10).Select(Point)],
        Errors = [new("stream:conflict", 3)],
    };

    private static TimelinePoint Point(int second) => new()
    {
        Seconds = second,
        Interval = 1,
        Arrived = 1000 * second,
        Latency = Distribution(),
        ClientCpuSeconds = 0.1,
        ServerCpuSeconds = 0.5,
        ServerRssBytes = 1L << 26,
    };

    private static LatencyDistribution Distribution()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 10_000; i++)
            histogram.Record(i * 1000L);
        return histogram.Distribution();
    }
}
