using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>A peer whose server runs.</summary>
internal sealed record RunningPeer(IPeer Peer, IServer Server)
{
    public string Name => Peer.Name;

    /// <summary>Lets a runtime compile what messages run; for others there is nothing to do.</summary>
    public async Task WarmUpAsync(PeersOptions options, params IEnumerable<PeerLink> links)
    {
        if (!Peer.CompilesWhileRunning)
            return;
        foreach (PeerLink link in links)
            await ChatAsync(options with { Seconds = options.WarmUpSeconds }, link, PeerChatMeasurement.Windows[^1]);
    }

    /// <summary>A closed loop of messages of 64 bytes.</summary>
    public Task<LoadFigures> ChatAsync(PeersOptions options, PeerLink link, int window) => LoadGenerator.RunAsync(
        "chat", TargetBy(link), "--users", $"{options.Users}", "--window", $"{window}",
        "--settle", "0.2", "--warmup", "1", "--duration", $"{options.Seconds}");

    public LoadTarget TargetBy(PeerLink link) => new(
        link == PeerLink.Tls ? Server.Tls : Server.Plain,
        link switch
        {
            PeerLink.Plain => "none",
            PeerLink.Tls => "direct",
            _ => "starttls",
        },
        Peer.Mechanism,
        ProcessFigures.Family(Server.Id));
}
