using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>
/// Memory of a connection that is logged in and silent: what the server's PSS has grown by since the first logins and
/// logouts. A new server for each run, since memory does not come back. The kernel's buffers are not in it.
/// </summary>
internal sealed class PeerMemoryMeasurement(
    IReadOnlyList<PeerHome> homes, PeersOptions options, Samples samples, TextWriter progress)
{
    private const double KiB = 1024;

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
        await using IServer server = await home.StartAsync();
        var peer = new RunningPeer(home.Peer, server);
        LoadFigures figures = await LoadGenerator.RunAsync(
            "idle", peer.TargetBy(link), "--users", $"{options.IdleUsers}", "--warmup-logins", $"{options.IdleUsers / 2}",
            "--settle", $"{options.SettleSeconds}", "--hold", "0.5");
        double bytes = figures.ProportionalAfter - figures.ProportionalBefore;
        samples.Add(Figure.Memory(link), peer.Name, bytes / KiB / options.IdleUsers);
    }
}
