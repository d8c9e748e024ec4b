using System.Security.Authentication;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class OpenSslCertificateTests() : TlsCertificateContract(TlsLibrary.OpenSsl)
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Exporter_binding_is_the_same_on_both_sides(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, protocol);
        await client.EchoAsync("x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.Exporter, out byte[]? data));

        Assert.Equal(client.Tls.Exported(), data);
    }
}
