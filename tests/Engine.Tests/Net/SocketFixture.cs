using System.Net;
using System.Net.Sockets;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>A listener on a free loopback port whose connections echo, and what is needed to connect to it.</summary>
public sealed class SocketFixture : IAsyncDisposable, IConnectionAcceptor
{
    private readonly Lock _gate = new();
    private readonly List<Socket> _clients = [];
    private readonly ManualTime? _time;

    public SocketFixture(NetOptions? options = null, IPEndPoint? endPoint = null, ManualTime? time = null)
    {
        _time = time;
        Network = new Network(options ?? new NetOptions(), time ?? TimeProvider.System, Errors);
        Listener = new Listener(
            Network, this, new ListenerOptions { EndPoint = endPoint ?? new IPEndPoint(IPAddress.Loopback, 0) });
        Heartbeat = new Heartbeat(Network, Network.Connections, Network.Admission, Listener);
        Listener.Start();
    }

    public Network Network { get; }

    public int ExpectedErrors { get; set; }

    /// <summary>Errors that were logged: at the end as many as expected.</summary>
    public ErrorLog Errors { get; } = new();

    public Listener Listener { get; }

    public Heartbeat Heartbeat { get; }

    public TlsServerContext? DirectTls { get; set; }

    /// <summary>When set, a received "starttls;" is answered with "proceed;" and a handshake.</summary>
    public TlsServerContext? StartTls { get; set; }

    /// <summary>The connection and owner of the last client accepted.</summary>
    public Connection? LastConnection { get; private set; }

    public RecordingOwner? LastOwner { get; private set; }

    public IConnectionOwner Accept(Connection connection)
    {
        var owner = new RecordingOwner();
        owner.Received = (turn, unread) =>
        {
            if (StartTls is not null && !connection.IsTls && unread.StartsWith("starttls;"u8))
            {
                connection.Append(turn, "proceed;"u8);
                connection.StartTls(turn, StartTls);
                return "starttls;"u8.Length;
            }

            connection.Append(turn, unread);
            return unread.Length;
        };
        lock (_gate)
        {
            LastConnection = connection;
            LastOwner = owner;
        }

        return owner;
    }

    public async Task<NetworkStream> ConnectAsync(IPAddress? address = null)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (_gate)
            _clients.Add(client);
        await client.ConnectAsync(address ?? IPAddress.Loopback, Listener.LocalEndPoint.Port);
        return new NetworkStream(client, ownsSocket: true);
    }

    /// <summary>Lets the manual clock run, with the heartbeat, until the peer has met what it waits for.</summary>
    public async Task AdvanceUntilAsync(Task met)
    {
        await Eventually.IsTrueAsync(() =>
        {
            _time!.Advance(TimeSpan.FromMilliseconds(250));
            Heartbeat.Tick();
            return met.IsCompleted;
        });
        await met;
    }

    public async ValueTask DisposeAsync()
    {
        Listener.Dispose();
        foreach (Socket client in _clients)
            client.Dispose();
        Network.Connections.AbortAll(CloseReason.Shutdown);
        await Network.Connections.WhenEmpty().WaitAsync(TimeSpan.FromSeconds(30));
        Heartbeat.Dispose();
        Assert.Equal(0, Network.Buffers.RentedBytes);
        Assert.True(ExpectedErrors == Errors.Lines.Count, string.Join("\n", Errors.Lines));
        Assert.Equal(0, Network.Admission.Connections);
    }
}
