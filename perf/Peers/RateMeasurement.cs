using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>How long messages take when so many a second are due: as many for all, and a part of what each can do.</summary>
internal sealed class RateMeasurement(RunningPeers peers, PeersOptions options, Samples samples, TextWriter progress)
{
    private const double MicrosPerMs = 1000;

    public async Task RunAsync()
    {
        for (int round = 1; round <= options.Rounds; round++)
        {
            foreach (FixedRate rate in FixedRate.All)
            {
                progress.WriteLine($"rates: round {round}, {rate.Name}");
                foreach (RunningPeer peer in peers.ByTurns(round))
                {
                    if (PerSecond(rate, peer) is { } perSecond)
                        await MeasureAsync(peer, rate, perSecond);
                }
            }
        }
    }

    private async Task MeasureAsync(RunningPeer peer, FixedRate rate, double perSecond)
    {
        LoadFigures figures = await LoadGenerator.RunAsync(
            "rate", peer.TargetBy(PeerLink.Plain), "--users", $"{options.RateUsers}", "--rate", $"{perSecond:0}",
            "--settle", "0.2", "--warmup", "0.5", "--duration", $"{options.RateSeconds}");
        samples.Add(Figure.LatencyMedian(rate), peer.Name, figures.LatencyMedian / MicrosPerMs);
        samples.Add(Figure.Latency99(rate), peer.Name, figures.Latency99 / MicrosPerMs);
    }

    // Null if chats were not measured.
    private double? PerSecond(FixedRate rate, RunningPeer peer)
    {
        Figure most = Figure.Throughput(PeerLink.Plain, PeerChatMeasurement.Windows[^1]);
        return rate.PerSecond ?? FixedRate.Part * samples[most, peer.Name];
    }
}
