using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>Certificates are read again on SIGHUP, and connections go on.</summary>
public sealed class CertificateReloadTests
{
    private const string Header =
        "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    [Theory]
    [InlineData("openssl")]
    [InlineData("sslstream")]
    public async Task New_handshakes_get_the_new_certificate_and_old_connections_go_on(string library)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        await using var server = new MeerkatServer([new("juliet", "localhost", "secret")], ["--tls-library", library]);
        await server.StartAsync();
        await using var before = await ConnectAsync(server);

        await server.RenewCertificateAsync();
        await using var renewed = await ConnectAsync(server);
        await server.SpoilCertificateAsync();
        await using var spoilt = await ConnectAsync(server);

        Assert.NotEqual(ThumbprintOf(before), ThumbprintOf(renewed));
        Assert.Equal(ThumbprintOf(renewed), ThumbprintOf(spoilt));
        foreach (var connection in new[] { before, renewed, spoilt })
            Assert.Contains("<mechanisms", await OpenAsync(connection), StringComparison.Ordinal);
    }

    private static async Task<SslStream> ConnectAsync(MeerkatServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Endpoints.C2sTls);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), false, static (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsClientAsync("localhost");
        return stream;
    }

    private static string ThumbprintOf(SslStream stream) => ((X509Certificate2)stream.RemoteCertificate!).Thumbprint;

    private static async Task<string> OpenAsync(SslStream stream)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Header));
        var buffer = new byte[4096];
        var answer = "";
        while (!answer.Contains("</stream:features>", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.NotEqual(0, count);
            answer += Encoding.UTF8.GetString(buffer, 0, count);
        }

        return answer;
    }
}
