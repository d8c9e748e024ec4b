using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class ListenerTests
{
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Accepted_connection_echoes()
    {
        await using var net = new SocketFixture();
        await using NetworkStream client = await net.ConnectAsync();

        string answer = await client.EchoAsync("hello");
        // The turn that sent the answer counts it afterwards: its connection's end is behind that.
        client.Close();
        await net.Network.Connections.WhenEmpty().WaitAsync(_guard, TestContext.Current.CancellationToken);

        Assert.Equal("hello", answer);
        Assert.Equal(5, net.Network.Counters.BytesReceived.Value);
        Assert.Equal(5, net.Network.Counters.BytesSent.Value);
        Assert.Equal(IPAddress.Loopback, net.LastConnection!.RemoteAddress);
    }

    [Fact]
    public async Task Megabytes_pass_through_a_slow_reader_unchanged()
    {
        await using var net = new SocketFixture(new NetOptions { MaxOutboxBytes = 64 * 1024 * 1024 });
        await using NetworkStream client = await net.ConnectAsync();
        byte[] sent = new byte[8 * 1024 * 1024];
        new Random(1).NextBytes(sent);

        await client.WriteAsync(sent, TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(_guard, TestContext.Current.CancellationToken);
        byte[] received = await client.ReadBytesAsync(sent.Length);

        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task IPv6_any_takes_IPv4_too_and_shows_its_plain_address()
    {
        await using var net = new SocketFixture(endPoint: new IPEndPoint(IPAddress.IPv6Any, 0));
        await using NetworkStream client = await net.ConnectAsync(IPAddress.Loopback);

        Assert.Equal("4", await client.EchoAsync("4"));

        Assert.Equal(AddressFamily.InterNetwork, net.LastConnection!.RemoteAddress.AddressFamily);
    }

    [Fact]
    public async Task Kernel_looks_after_idle_connections()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's table of connections is Linux's.");
        await using var net = new SocketFixture();
        await using NetworkStream client = await net.ConnectAsync();
        await client.EchoAsync("x");

        // Another timer runs until the peer has acknowledged the echo.
        await Eventually.IsTrueAsync(() => KeepAliveTimer(client.Socket) is > 0 and <= 24_000);
    }

    [Fact]
    public async Task Peers_FIN_ends_the_connection_with_ours()
    {
        await using var net = new SocketFixture();
        await using NetworkStream client = await net.ConnectAsync();
        await client.EchoAsync("x");

        client.Socket.Shutdown(SocketShutdown.Send);

        Assert.True(await client.HasEndedAsync());
        await net.LastOwner!.ExpectAsync("received x", "closed PeerClosed");
    }

    [Fact]
    public async Task Peers_reset_ends_the_connection()
    {
        await using var net = new SocketFixture();
        NetworkStream client = await net.ConnectAsync();
        await client.EchoAsync("x");

        client.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Socket.Dispose();

        await net.LastOwner!.ExpectAsync("received x", "closed PeerReset");
    }

    [Fact]
    public async Task Our_close_sends_FIN_and_waits_for_the_peers()
    {
        await using var net = new SocketFixture();
        await using NetworkStream client = await net.ConnectAsync();
        await client.EchoAsync("x");
        Turn turn = net.Network.Turns.Begin();
        net.LastConnection!.Append(turn, "last"u8);
        net.LastConnection.Close(turn, CloseReason.Finished);
        turn.End();

        Assert.Equal("last", await client.ReadTextAsync(4));
        Assert.True(await client.HasEndedAsync());
        Assert.Equal(1, net.Network.Connections.Count);
        client.Socket.Shutdown(SocketShutdown.Send);

        await net.LastOwner!.ExpectAsync("received x", "closed Finished");
    }

    [Fact]
    public async Task Connections_above_the_limit_are_refused_until_one_ends()
    {
        await using var net = new SocketFixture(
            new NetOptions { Admission = new AdmissionOptions { MaxConnectionsPerAddress = 1 } });
        await using NetworkStream first = await net.ConnectAsync();
        await first.EchoAsync("1");

        await AssertRefusedAsync(net);
        first.Socket.Shutdown(SocketShutdown.Send);
        await net.Network.Connections.WhenEmpty().WaitAsync(_guard, TestContext.Current.CancellationToken);

        await using NetworkStream third = await net.ConnectAsync();
        Assert.Equal("3", await third.EchoAsync("3"));
        Assert.Equal(1, net.Network.Counters.Refused.Value);
    }

    [Fact]
    public async Task Storm_above_the_rate_waits_in_the_backlog()
    {
        await using var net = new SocketFixture(
            new NetOptions { Admission = new AdmissionOptions { MaxConnectionRate = 4, Burst = 2 } },
            time: new ManualTime());
        var clients = new List<NetworkStream>();
        for (int i = 0; i < 4; i++)
            clients.Add(await net.ConnectAsync());
        await clients[0].EchoAsync("x");
        await clients[1].EchoAsync("x");
        Assert.Equal(2, net.Network.Counters.Opened.Value);

        Task<string> third = clients[2].EchoAsync("three");
        await net.AdvanceUntilAsync(third);

        Assert.Equal("three", await third);
        Assert.Equal(0, net.Network.Counters.Refused.Value);
    }

    [Fact]
    public async Task Stopped_listener_keeps_its_connections()
    {
        await using var net = new SocketFixture();
        await using NetworkStream client = await net.ConnectAsync();
        await client.EchoAsync("x");
        int port = net.Listener.LocalEndPoint.Port;

        net.Listener.StopAccepting();

        await net.Listener.Ended.WaitAsync(_guard, TestContext.Current.CancellationToken);
        Assert.Equal("y", await client.EchoAsync("y"));
        using var late = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(
            () => late.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task Taken_port_is_reported_at_start()
    {
        await using var net = new SocketFixture();
        using var second = new Listener(
            net.Network, net, new ListenerOptions { EndPoint = net.Listener.LocalEndPoint });

        SocketException e = Assert.Throws<SocketException>(second.Start);

        Assert.Equal(SocketError.AddressAlreadyInUse, e.SocketErrorCode);
    }

    [Fact]
    public async Task Hundreds_of_connections_come_and_go()
    {
        await using var net = new SocketFixture();

        for (int round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
            {
                await using NetworkStream client = await net.ConnectAsync();
                Assert.Equal($"{i}", await client.EchoAsync($"{i}"));
            }));
        }

        await net.Network.Connections.WhenEmpty().WaitAsync(_guard, TestContext.Current.CancellationToken);
        Assert.Equal(500, net.Network.Counters.Closed.Value);
    }

    // Closed at once by RST, which the client may meet while it connects or when it reads.
    private static async Task AssertRefusedAsync(SocketFixture net)
    {
        int count = 0;
        try
        {
            await using NetworkStream client = await net.ConnectAsync();
            count = await client.ReadAsync(new byte[1]).AsTask().WaitAsync(_guard);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
        }

        Assert.Equal(0, count);
    }

    // Hundredths of a second until the next probe, of the server's side; 0 when none is due. proc_net_tcp(5): local and remote
    // address, state, queues, then which timer runs (02: keep-alive) and how long.
    private static int KeepAliveTimer(Socket client)
    {
        string server = $":{((IPEndPoint)client.RemoteEndPoint!).Port:X4}";
        string remote = $":{((IPEndPoint)client.LocalEndPoint!).Port:X4}";
        string timer = File.ReadLines("/proc/net/tcp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(fields => fields[1].EndsWith(server, StringComparison.Ordinal)
                && fields[2].EndsWith(remote, StringComparison.Ordinal))[5];
        return timer.StartsWith("02:", StringComparison.Ordinal)
            ? int.Parse(timer[3..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : 0;
    }
}
