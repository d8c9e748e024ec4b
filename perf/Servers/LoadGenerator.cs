using System.Text.Json;

namespace Meerkat.Perf.Servers;

/// <summary><c>loadgen</c> as a process of its own. Its report is described in its README.</summary>
internal static class LoadGenerator
{
    /// <summary>Runs a scenario against a server whose figures count.</summary>
    /// <exception cref="InvalidOperationException">Something went wrong, so that the figures are worth nothing.</exception>
    public static async Task<LoadFigures> RunAsync(
        string scenario, MeerkatServer server, ServerKind kind, params IEnumerable<string> arguments)
    {
        string report = Path.GetTempFileName();
        try
        {
            await ChildProcess.RunAsync(Programs.LoadGenerator,
            [
                scenario, "--target", $"{(kind == ServerKind.Plain ? server.Plain : server.Tls)}", "--tls", kind.LoadTls,
                "--mechanism", "SCRAM-SHA-256", "--server-pid", $"{server.Id}", "--json", report, .. arguments,
            ]);
            using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(report));
            JsonElement figures = json.RootElement.GetProperty("server");
            return new LoadFigures(
                Number(figures, "cpuMicrosPerOperation"),
                (long)Number(figures, "rssBytesBefore"),
                (long)Number(figures, "rssBytesAfter"),
                (long)Number(figures, "pssBytesBefore"),
                (long)Number(figures, "pssBytesAfter"));
        }
        finally
        {
            File.Delete(report);
        }
    }

    // Null is what the scenario does not measure.
    private static double Number(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;
}
