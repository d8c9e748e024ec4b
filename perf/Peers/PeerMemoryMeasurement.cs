using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>
/// Memory of a connection that is logged in and silent: what the server's PSS is more with many of them than with a sixth of
/// those, by the count of the others. What a server takes once, whatever comes (compiled code, a heap before its first
/// collection), is in both, and drops out. A new server for each run, and as many logins in each, most of them logged out before.
/// The kernel's buffers are not in it.
/// </summary>
internal sealed class PeerMemoryMeasurement(
    IReadOnlyList<PeerHome> homes, PeersOptions options, Samples samples, TextWriter progress)
{
    private const double KiB = 1024;
    private const int FewOf = 6;
    private const int LoginsPerIdle = 2;

    public async Task RunAsync()
    {
        for (int round = 1; round <= options.MemoryRounds; round++)
        {
            foreach (PeerLink link in PeerChatMeasurement.Links)
            {
                progress.WriteLine($"memory: round {round}, {link}");
                foreach (PeerHome home in homes)
                    await MeasureAsync(home, link);
            }
        }
    }

    private async Task MeasureAsync(PeerHome home, PeerLink link)
    {
        int few = options.IdleUsers / FewOf;
        double bytes = await IdleAsync(home, link, options.IdleUsers) - await IdleAsync(home, link, few);
        samples.Add(Figure.Memory(link), home.Peer.Name, bytes / KiB / (options.IdleUsers - few));
    }

    private async Task<double> IdleAsync(PeerHome home, PeerLink link, int users)
    {
        await using IServer server = await home.StartAsync();
        var peer = new RunningPeer(home.Peer, server);
        LoadFigures figures = await LoadGenerator.RunAsync(
            "idle", peer.TargetBy(link), "--users", $"{users}", "--warmup-logins", $"{options.IdleUsers * LoginsPerIdle - users}",
            "--settle", $"{options.SettleSeconds}", "--hold", "0.5");
        return figures.ProportionalAfter;
    }
}
