namespace Meerkat.Perf.Peers;

/// <summary>Servers that run at once, so that they can be measured by turns. Idle ones cost nothing.</summary>
internal sealed class RunningPeers : IAsyncDisposable
{
    private readonly List<RunningPeer> _peers = [];

    public static async Task<RunningPeers> StartAsync(IEnumerable<PeerHome> homes)
    {
        var running = new RunningPeers();
        try
        {
            foreach (PeerHome home in homes)
                running._peers.Add(new RunningPeer(home.Peer, await home.StartAsync()));
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Each round another one is the first.</summary>
    public IEnumerable<RunningPeer> ByTurns(int round) =>
        Enumerable.Range(round, _peers.Count).Select(number => _peers[number % _peers.Count]);

    public async ValueTask DisposeAsync()
    {
        foreach (RunningPeer peer in _peers)
            await peer.Server.DisposeAsync();
    }
}
