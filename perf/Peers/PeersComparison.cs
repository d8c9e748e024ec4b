using System.Diagnostics;
using Meerkat.Perf.Measure;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>All measurements of all peers, one after the other.</summary>
internal sealed class PeersComparison(PeersOptions options, TextWriter progress)
{
    private readonly Samples _samples = new();

    public async Task<PeersResult> RunAsync()
    {
        double? load = Machine.Load();
        long start = Stopwatch.GetTimestamp();
        using var workspace = new Workspace();
        var homes = new List<PeerHome>();
        foreach (IPeer peer in options.Peers)
        {
            progress.WriteLine($"accounts: {peer.Name}");
            homes.Add(await PeerHome.CreateAsync(peer, workspace, Math.Max(options.Users, options.IdleUsers)));
        }

        await MeasureAsync(homes);
        return new PeersResult(options, load, Machine.Load(), Stopwatch.GetElapsedTime(start), _samples);
    }

    private async Task MeasureAsync(IReadOnlyList<PeerHome> homes)
    {
        if (Has(PeersPart.Start))
            await new StartMeasurement(homes, options, _samples, progress).RunAsync();
        // The same servers: by the time logins are measured, they have had thousands.
        if (Has(PeersPart.Chat) || Has(PeersPart.Rates) || Has(PeersPart.Logins))
        {
            await using RunningPeers peers = await RunningPeers.StartAsync(homes);
            progress.WriteLine("warming up");
            foreach (RunningPeer peer in peers.ByTurns(0))
                await peer.WarmUpAsync(options, PeerChatMeasurement.Links);
            if (Has(PeersPart.Chat))
                await new PeerChatMeasurement(peers, options, _samples, progress).RunAsync();
            if (Has(PeersPart.Rates))
                await new RateMeasurement(peers, options, _samples, progress).RunAsync();
            if (Has(PeersPart.Logins))
                await new LoginMeasurement(peers, options, _samples, progress).RunAsync();
        }

        if (Has(PeersPart.Loops))
            await new LoopMeasurement(homes, options, _samples, progress).RunAsync();
        if (Has(PeersPart.Memory))
            await new PeerMemoryMeasurement(homes, options, _samples, progress).RunAsync();
    }

    private bool Has(PeersPart part) => options.Parts.Contains(part);
}
