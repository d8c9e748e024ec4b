using Meerkat.Perf.Measure;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Tls;

/// <summary>Memory of a connection that is logged in and silent. A new server for each run: memory does not come back.</summary>
internal sealed class MemoryMeasurement(Workspace workspace, TlsOptions options, TextWriter progress)
{
    private const double KiB = 1024;

    public async Task<IReadOnlyList<MemoryResult>> RunAsync()
    {
        var samples = ServerKind.All.ToDictionary(kind => kind, _ => new List<MemoryResult>());
        for (int round = 1; round <= options.Rounds; round++)
        {
            progress.WriteLine($"memory: round {round}");
            foreach (ServerKind kind in ServerKind.All)
                samples[kind].Add(await MeasureAsync(kind));
        }

        return [.. samples.Select(sample => MedianOf(sample.Key.Name, sample.Value))];
    }

    private async Task<MemoryResult> MeasureAsync(ServerKind kind)
    {
        await using MeerkatServer server = await workspace.StartAsync(kind, workspace.Ecdsa);
        long atStart = ProcessFigures.ResidentBytes(server.Id);
        LoadFigures figures = await LoadGenerator.RunAsync(
            "idle", server.TargetOf(kind),
            "--users", $"{options.Users}", "--warmup-logins", $"{options.Users / 2}", "--settle", "3", "--hold", "1");
        return new MemoryResult(
            kind.Name,
            atStart,
            figures.ResidentBefore,
            figures.ResidentAfter,
            (figures.ResidentAfter - figures.ResidentBefore) / KiB / options.Users,
            (figures.ProportionalAfter - figures.ProportionalBefore) / KiB / options.Users,
            (figures.ResidentAfter - atStart) / KiB / options.Users);
    }

    private static MemoryResult MedianOf(string name, List<MemoryResult> samples) => new(
        name,
        Median.Of(samples.Select(sample => sample.AtStart)),
        Median.Of(samples.Select(sample => sample.WarmedUp)),
        Median.Of(samples.Select(sample => sample.Idle)),
        Median.Of(samples.Select(sample => sample.PerConnection)),
        Median.Of(samples.Select(sample => sample.ProportionalPerConnection)),
        Median.Of(samples.Select(sample => sample.PerConnectionFromStart)));
}
