using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>What a chat message costs each server: alone on its way (window 1) and ten together, plain and by TLS.</summary>
internal sealed class PeerChatMeasurement(RunningPeers peers, PeersOptions options, Samples samples, TextWriter progress)
{
    public static IReadOnlyList<PeerLink> Links { get; } = [PeerLink.Plain, PeerLink.Tls];

    public static IReadOnlyList<int> Windows { get; } = [1, 10];

    public async Task RunAsync()
    {
        for (int round = 1; round <= options.Rounds; round++)
        {
            foreach (PeerLink link in Links)
            {
                foreach (int window in Windows)
                {
                    progress.WriteLine($"chat: round {round}, {link}, window {window}");
                    foreach (RunningPeer peer in peers.ByTurns(round))
                        await MeasureAsync(peer, link, window);
                }
            }
        }
    }

    private async Task MeasureAsync(RunningPeer peer, PeerLink link, int window)
    {
        LoadFigures figures = await peer.ChatAsync(options, link, window);
        samples.Add(Figure.Chat(link, window), peer.Name, figures.CpuMicros);
        samples.Add(Figure.Throughput(link, window), peer.Name, figures.DeliveredPerSecond);
    }
}
