using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>What a message costs Meerkat when two threads poll the sockets, against one.</summary>
internal sealed class LoopMeasurement(
    IReadOnlyList<PeerHome> homes, PeersOptions options, Samples samples, TextWriter progress)
{
    private const int Window = 10;

    public async Task RunAsync()
    {
        if (homes.FirstOrDefault(home => home.Peer is MeerkatPeer) is not { } home)
            return;
        await using IServer one = await home.StartAsync("--event-loop-threads", "1");
        await using IServer two = await home.StartAsync("--event-loop-threads", "2");
        (RunningPeer Peer, Figure Figure)[] servers =
            [(new RunningPeer(home.Peer, one), Figure.OneLoop), (new RunningPeer(home.Peer, two), Figure.TwoLoops)];
        progress.WriteLine("loops: warming up");
        foreach ((RunningPeer peer, _) in servers)
            await peer.WarmUpAsync(options, PeerLink.Plain);
        for (int round = 1; round <= options.Rounds; round++)
        {
            progress.WriteLine($"loops: round {round}");
            foreach ((RunningPeer peer, Figure figure) in servers)
                await MeasureAsync(peer, figure);
        }
    }

    private async Task MeasureAsync(RunningPeer peer, Figure figure)
    {
        LoadFigures figures = await peer.ChatAsync(options, PeerLink.Plain, Window);
        samples.Add(figure, peer.Name, figures.CpuMicros);
    }
}
