using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>A peer with its accounts: each server that is started gets a copy of them.</summary>
internal sealed record PeerHome(IPeer Peer, Workspace Workspace, string Template)
{
    public static async Task<PeerHome> CreateAsync(IPeer peer, Workspace workspace, int users) =>
        new(peer, workspace, await peer.CreateHomeAsync(workspace, users));

    public Task<IServer> StartAsync(params IEnumerable<string> arguments) => StartInAsync(Copy(), arguments);

    /// <summary>For those whose time it is not.</summary>
    public string Copy() => Workspace.CopyOf(Template);

    public Task<IServer> StartInAsync(string copy, params IEnumerable<string> arguments) =>
        Peer.StartAsync(copy, Workspace.Ecdsa, arguments);
}
