using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>The ends of a connection over TLS: said, cut off, or forced by bad records.</summary>
public abstract class TlsCloseContract(TlsLibrary library) : TlsContract(library)
{
    [Fact]
    public async Task Close_says_farewell_then_close_notify_and_waits_for_the_peer()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        SslStream client = await SecureAsync(socket, SslProtocols.Tls13);
        await client.EchoAsync("x");
        net.LastOwner!.FarewellBytes = "</stream>"u8.ToArray();

        Turn turn = net.Network.Turns.Begin();
        net.LastConnection!.Close(turn, CloseReason.Finished);
        turn.End();
        Assert.Equal("</stream>", await client.ReadTextAsync(9));
        Assert.True(await client.HasEndedAsync());
        await client.ShutdownAsync();
        socket.Socket.Shutdown(SocketShutdown.Send);

        await net.LastOwner.ExpectAsync("tls", "received x", "closed Finished");
    }

    [Fact]
    public async Task Reset_under_TLS_ends_the_connection()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        NetworkStream socket = await net.ConnectAsync();
        SslStream client = await SecureAsync(socket, SslProtocols.Tls13);
        await client.EchoAsync("x");

        socket.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Socket.Dispose();

        await net.LastOwner!.ExpectAsync("tls", "received x", "closed PeerReset");
    }

    [Fact]
    public async Task FIN_without_close_notify_is_the_peers_end()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);
        await client.EchoAsync("x");

        client.EndSending();
        await client.DrainAsync();

        await net.LastOwner!.ExpectAsync("tls", "received x", "closed PeerClosed");
        Assert.True(client.Tls.HasHeardCloseNotify);
    }

    [Fact]
    public async Task FIN_within_a_record_is_a_lost_connection()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);
        await client.EchoAsync("x");

        await client.SendAsync(client.Tls.Write("hello"u8)[..^1]);
        client.EndSending();
        await client.DrainAsync();

        await net.LastOwner!.ExpectAsync("tls", "received x", "closed PeerReset");
    }

    [Fact]
    public async Task Close_notify_without_a_FIN_is_the_peers_end()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);
        await client.EchoAsync("x");

        await client.SendAndDrainAsync(client.Tls.CloseNotify());

        await net.LastOwner!.ExpectAsync("tls", "received x", "closed PeerClosed");
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Damaged_record_ends_the_connection(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, protocol);
        byte[] record = client.Tls.Write("hello"u8);
        record[^1] ^= 1;

        await client.SendAndDrainAsync(record);

        await net.LastOwner!.ExpectAsync("tls", "closed TlsFailed");
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Record_longer_than_allowed_ends_the_connection(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, protocol);

        await client.SendAndDrainAsync([23, 3, 3, 0xFF, 0xFF, .. new byte[0xFFFF]]);

        await net.LastOwner!.ExpectAsync("tls", "closed TlsFailed");
    }
}
