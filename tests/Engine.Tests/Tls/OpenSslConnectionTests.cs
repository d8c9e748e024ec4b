using System.Net.Sockets;
using System.Security.Authentication;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class OpenSslConnectionTests() : TlsConnectionContract(TlsLibrary.OpenSsl)
{
    [Fact]
    public async Task Idle_connection_holds_no_buffer()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);

        Assert.Equal("hello", await client.EchoAsync("hello"));

        while (net.Network.Buffers.RentedBytes > 0)
            await Task.Yield();
        await client.SendAsync(client.Tls.Write("hello"u8)[..10]);
        await Task.Yield();
        Assert.Equal(0, net.Network.Buffers.RentedBytes);
    }

    [Fact]
    public async Task Flood_of_KeyUpdates_ends_the_connection()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);

        await client.SendAsync([.. Enumerable.Range(0, 1000).SelectMany(_ => client.Tls.KeyUpdate(asksForAnswer: true))]);
        await client.DrainAsync();

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal("closed TlsFailed", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task Renegotiation_is_refused_and_the_connection_goes_on()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls12);

        await client.SendAsync(client.Tls.Renegotiation());
        await client.ReadUntilFailureAsync();

        // OpenSSL's client takes the warning for the end; ours is still there, and says so to whom it is asked by.
        Assert.Contains("no renegotiation", client.Tls.Failure, StringComparison.Ordinal);
        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.True(net.LastOwner.HeardNothing);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Exporter_binding_is_the_same_on_both_sides(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, protocol);
        await client.EchoAsync("x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.Exporter, out byte[]? data));

        Assert.Equal(client.Tls.Exported(), data);
    }

    // What was encrypted and not yet taken by the kernel, while the connection ends.
    [Fact]
    public async Task Peer_that_reads_nothing_is_cut_off_and_no_buffer_is_lost()
    {
        await using var net = new SocketFixture(new NetOptions { MaxOutboxBytes = 64 * 1024 }) { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);
        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        net.LastOwner.IsQuiet = true;
        byte[] text = new byte[16 * 1024];

        try
        {
            while (!net.LastConnection!.IsClosing)
                await client.SendAsync(client.Tls.Write(text));
        }
        catch (IOException)
        {
        }

        net.LastConnection!.Abort(CloseReason.OutboxFull);

        Assert.StartsWith("closed OutboxFull", await net.LastOwner.NextAsync(), StringComparison.Ordinal);
    }
}
