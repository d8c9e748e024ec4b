using System.Net;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>The process of a peer.</summary>
internal sealed class PeerServer : IServer
{
    // Clients connect from 127.0.0.1, and so do those of others on this machine: none of their ports is taken here.
    private static readonly IPAddress _address = IPAddress.Parse("127.0.0.5");

    private readonly ChildProcess _process;

    public PeerServer(ChildProcess process, IPEndPoint plain, IPEndPoint tls) =>
        (_process, Plain, Tls) = (process, plain, tls);

    public int Id => _process.Id;

    public IPEndPoint Plain { get; }

    public IPEndPoint Tls { get; }

    /// <summary>Where a server that is told its port can listen.</summary>
    public static IPEndPoint FreeEndPoint() => Ports.Free(_address);

    /// <summary>Waits until both ports are open; ends the process if they do not become so.</summary>
    public static async Task<IServer> WaitForAsync(ChildProcess process, IPEndPoint plain, IPEndPoint tls)
    {
        try
        {
            await Ports.WaitForAsync(plain, process);
            await Ports.WaitForAsync(tls, process);
            return new PeerServer(process, plain, tls);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
