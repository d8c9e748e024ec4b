using System.Net;
using System.Net.Sockets;
using Meerkat.Engine.Net;

namespace Meerkat.Server;

/// <summary>
/// Where this node listens, and the heartbeat of everything that has deadlines. Filled, then started once; owned by
/// <see cref="Node"/>.
/// </summary>
internal sealed class NodeListeners(Network network, int backlog) : IDisposable
{
    private readonly List<(string Name, IPEndPoint EndPoint, Listener Listener)> _listeners = [];
    private Heartbeat? _heartbeat;

    /// <summary>Where each can be reached, once it is started.</summary>
    public IEnumerable<(string Name, IPEndPoint EndPoint)> EndPoints =>
        _listeners.Select(listener => (listener.Name, listener.Listener.LocalEndPoint));

    /// <summary>Completes when a listener has ended by itself, which only a failure makes it do.</summary>
    public Task Ended => Task.WhenAny(_listeners.Select(listener => listener.Listener.Ended)).Unwrap();

    public void Add(string name, IPEndPoint endPoint, IConnectionAcceptor acceptor) => _listeners.Add(
        (name, endPoint, new Listener(network, acceptor, new ListenerOptions { EndPoint = endPoint, Backlog = backlog })));

    /// <param name="tasks">What else has deadlines.</param>
    /// <exception cref="IOException">An endpoint cannot be listened on.</exception>
    public void Start(params IEnumerable<IHeartbeatTask> tasks)
    {
        _heartbeat = new Heartbeat(
            network, [network.Connections, network.Admission, network.Throttled, .. tasks, .. _listeners.Select(listener => listener.Listener)]);
        _heartbeat.Start();
        foreach (var (_, endPoint, listener) in _listeners) Start(listener, endPoint);
    }

    public void StopAccepting()
    {
        foreach (var (_, _, listener) in _listeners) listener.StopAccepting();
    }

    public void Dispose()
    {
        _heartbeat?.Dispose();
        foreach (var (_, _, listener) in _listeners) listener.Dispose();
    }

    private static void Start(Listener listener, IPEndPoint endPoint)
    {
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"cannot listen on {endPoint}: {exception.Message}", exception);
        }
    }
}
