using System.Text.Json;

namespace Meerkat.Perf.Servers;

/// <summary><c>loadgen</c> as a process of its own. Its report is described in its README.</summary>
internal static class LoadGenerator
{
    /// <summary>Runs a scenario against a server whose figures count.</summary>
    /// <exception cref="InvalidOperationException">Something went wrong, so that the figures are worth nothing.</exception>
    public static async Task<LoadFigures> RunAsync(string scenario, LoadTarget target, params IEnumerable<string> arguments)
    {
        string report = Path.GetTempFileName();
        try
        {
            await ChildProcess.RunAsync(Programs.LoadGenerator,
            [
                scenario, "--target", $"{target.EndPoint}", "--tls", target.Tls, "--mechanism", target.Mechanism,
                .. target.Processes.SelectMany(process => new[] { "--server-pid", $"{process}" }),
                "--json", report, .. arguments,
            ]);
            using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(report));
            return Read(json.RootElement);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static LoadFigures Read(JsonElement report)
    {
        JsonElement server = report.GetProperty("server");
        bool hasMessages = report.TryGetProperty("messages", out JsonElement messages);
        JsonElement latency = hasMessages ? messages.GetProperty("latencyMicros") : default;
        return new LoadFigures
        {
            CpuMicros = Number(server, "cpuMicrosPerOperation"),
            ResidentBefore = (long)Number(server, "rssBytesBefore"),
            ResidentAfter = (long)Number(server, "rssBytesAfter"),
            ProportionalBefore = (long)Number(server, "pssBytesBefore"),
            ProportionalAfter = (long)Number(server, "pssBytesAfter"),
            DeliveredPerSecond = hasMessages ? Number(messages, "deliveredPerSecond") : 0,
            LatencyMedian = hasMessages ? Number(latency, "p50") : 0,
            Latency99 = hasMessages ? Number(latency, "p99") : 0,
        };
    }

    // Null is what the scenario does not measure.
    private static double Number(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;
}
