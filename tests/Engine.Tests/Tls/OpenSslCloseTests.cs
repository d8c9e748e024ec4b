using System.Security.Authentication;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class OpenSslCloseTests() : TlsCloseContract(TlsLibrary.OpenSsl)
{
    [Fact]
    public async Task Flood_of_KeyUpdates_ends_the_connection()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);

        await client.SendAndDrainAsync(
            [.. Enumerable.Range(0, 1000).SelectMany(_ => client.Tls.KeyUpdate(asksForAnswer: true))]);

        await net.LastOwner!.ExpectAsync("tls", "closed TlsFailed");
    }

    // What was encrypted and not yet taken by the kernel, while the connection ends.
    [Fact]
    public async Task Peer_that_reads_nothing_is_cut_off_and_no_buffer_is_lost()
    {
        await using var net = new SocketFixture(new NetOptions { MaxOutboxBytes = 64 * 1024 }) { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);
        await net.LastOwner!.ExpectAsync("tls");
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
