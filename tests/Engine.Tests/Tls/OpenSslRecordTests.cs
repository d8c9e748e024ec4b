using System.Security.Authentication;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class OpenSslRecordTests() : TlsRecordContract(TlsLibrary.OpenSsl)
{
    [Fact]
    public async Task Idle_connection_holds_no_buffer()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);

        Assert.Equal("hello", await client.EchoAsync("hello"));

        // The turn that sent the answer gives back what it received it in.
        await Eventually.IsTrueAsync(() => net.Network.Buffers.RentedBytes == 0);
    }

    [Fact]
    public async Task Renegotiation_is_refused_and_the_connection_goes_on()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls12);

        await client.SendAsync(client.Tls.Renegotiation());
        await client.ReadUntilFailureAsync();

        // OpenSSL's client takes the warning for the end; ours is still there, and says so to whom it is asked by.
        Assert.Contains("no renegotiation", client.Tls.Failure, StringComparison.Ordinal);
        await net.LastOwner!.ExpectAsync("tls");
        Assert.True(net.LastOwner.HeardNothing);
    }
}
