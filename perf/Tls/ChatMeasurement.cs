using Meerkat.Perf.Measure;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Tls;

/// <summary>What a chat message costs the server: alone on its way (window 1), and ten together.</summary>
internal sealed class ChatMeasurement(Workspace workspace, TlsOptions options, TextWriter progress)
{
    private static readonly IReadOnlyList<int> _windows = [1, 10];

    public async Task<IReadOnlyList<ChatResult>> RunAsync()
    {
        var samples = new Dictionary<(string Name, int Window), List<double>>();
        for (int round = 1; round <= options.Rounds; round++)
        {
            progress.WriteLine($"chat: round {round}");
            foreach (ServerKind kind in ServerKind.All)
            {
                await using MeerkatServer server = await workspace.StartAsync(kind, workspace.Ecdsa);
                foreach (int window in _windows)
                {
                    if (!samples.TryGetValue((kind.Name, window), out List<double>? sample))
                        samples[(kind.Name, window)] = sample = [];
                    sample.Add(await MeasureAsync(server, kind, window));
                }
            }
        }

        return [.. samples.Select(sample => new ChatResult(sample.Key.Name, sample.Key.Window, Median.Of(sample.Value)))];
    }

    private async Task<double> MeasureAsync(MeerkatServer server, ServerKind kind, int window)
    {
        LoadFigures figures = await LoadGenerator.RunAsync(
            "chat", server.TargetOf(kind),
            "--users", $"{options.Users}", "--window", $"{window}", "--settle", "1",
            "--warmup", $"{options.Seconds}", "--duration", $"{options.Seconds}");
        return figures.CpuMicros;
    }
}
