using System.Net;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>A network with a manual clock, and connections over memory. At its end all buffers must be back.</summary>
public sealed class NetFixture : IAsyncDisposable
{
    private readonly List<RecordingOwner> _owners = [];

    public NetFixture(NetOptions? options = null)
    {
        Network = new Network(options ?? new NetOptions(), Time, Errors);
        Heartbeat = new Heartbeat(Network, Network.Connections, Network.Admission, Network.Throttled);
    }

    public ManualTime Time { get; } = new();

    public Network Network { get; }

    public int ExpectedErrors { get; set; }

    /// <summary>Errors that were logged: at the end as many as expected.</summary>
    public ErrorLog Errors { get; } = new();

    public Heartbeat Heartbeat { get; }

    public (Connection Connection, MemoryTransport Peer, RecordingOwner Owner) Open(Action<RecordingOwner>? configure = null)
    {
        var peer = new MemoryTransport();
        var owner = new RecordingOwner();
        configure?.Invoke(owner);
        var connection = new Connection(Network, peer, new IPEndPoint(IPAddress.Loopback, 5222));
        connection.Start(Own(owner));
        return (connection, peer, owner);
    }

    public RecordingOwner Own(RecordingOwner owner)
    {
        lock (_owners)
            _owners.Add(owner);
        return owner;
    }

    public void InTurn(Action<Turn> work)
    {
        Turn turn = Network.Turns.Begin();
        work(turn);
        turn.End();
    }

    /// <summary>Moves the clock and lets the heartbeat visit every connection.</summary>
    public void Advance(TimeSpan by)
    {
        Time.Advance(by);
        for (int i = 0; i < 4; i++)
            Heartbeat.Tick();
    }

    public async ValueTask DisposeAsync()
    {
        Network.Connections.AbortAll(CloseReason.Shutdown);
        await Network.Connections.WhenEmpty().WaitAsync(TimeSpan.FromSeconds(30));
        Heartbeat.Dispose();
#if DEBUG
        Assert.Empty(Network.Buffers.Owners);
#endif
        Assert.Equal(0, Network.Buffers.RentedBytes);
        Assert.True(ExpectedErrors == Errors.Lines.Count, string.Join("\n", Errors.Lines));
        Assert.DoesNotContain(_owners, owner => owner.HasOverlapped);
    }
}
