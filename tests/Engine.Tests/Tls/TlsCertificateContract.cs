using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>Which certificate a client is shown, and what binds the connection to it.</summary>
public abstract class TlsCertificateContract(TlsLibrary library) : TlsContract(library)
{
    [Theory]
    [InlineData("bücher.example", "", "xn--bcher-kva.example")] // the stream's 'to'
    [InlineData("bücher.example", "capulet.example", "capulet.example")] // SNI goes before it
    [InlineData("verona.example", "", "montague.example")] // neither: the first
    [InlineData("bücher.example", "verona.example", "xn--bcher-kva.example")]
    public async Task Certificate_follows_SNI_then_the_domain_of_the_stream(string domain, string serverName, string expected)
    {
        using var directories = new TemporaryDirectory();
        ServerCertificate[] certificates =
        [
            .. new[] { "montague.example", "capulet.example", "xn--bcher-kva.example" }.Select(name =>
                SelfSignedCertificate.LoadOrCreate(
                    Directory.CreateDirectory(Path.Combine(directories.Path, name)).FullName, [name], TimeProvider.System)),
        ];
        TlsServerContext context = TlsServerContext.Create(certificates, Options).ForDomain(domain);
        await using var net = new SocketFixture { DirectTls = context };
        await using NetworkStream socket = await net.ConnectAsync();
        string? shown = null;
        await using var client = new SslStream(
            socket, leaveInnerStreamOpen: true, (_, certificate, _, _) => (shown = certificate?.Subject) is not null);

        await client.AuthenticateAsClientAsync(serverName)
            .WaitAsync(TestClient.Patience, TestContext.Current.CancellationToken);

        Assert.Equal($"CN={expected}", shown);
    }

    [Fact]
    public async Task Server_name_selects_the_certificate()
    {
        using var other = new TemporaryDirectory();
        ServerCertificate second = SelfSignedCertificate.LoadOrCreate(other.Path, ["capulet.example"], TimeProvider.System);
        await using var net = new SocketFixture { DirectTls = TlsServerContext.Create([Certificate, second], Options) };

        Assert.Equal("CN=capulet.example", await SubjectForAsync(net, "capulet.example"));
        Assert.Equal("CN=localhost", await SubjectForAsync(net, "localhost"));
        Assert.Equal("CN=localhost", await SubjectForAsync(net, "unknown.example"));
    }

    [Fact]
    public async Task New_certificate_is_for_new_handshakes_and_old_connections_go_on()
    {
        using var directory = new TemporaryDirectory();
        ServerCertificate renewed = SelfSignedCertificate.LoadOrCreate(directory.Path, ["localhost"], TimeProvider.System);
        await using var net = new SocketFixture { DirectTls = Context };
        await using SslStream old = await SecureAsync(net, SslProtocols.Tls13);

        net.DirectTls = TlsServerContext.Create([renewed], Options);
        await using SslStream next = await SecureAsync(net, SslProtocols.Tls13);

        Assert.Equal("still here", await old.EchoAsync("still here"));
        Assert.Equal(Certificate.Certificate.Thumbprint, ((X509Certificate2)old.RemoteCertificate!).Thumbprint);
        Assert.Equal(renewed.Certificate.Thumbprint, ((X509Certificate2)next.RemoteCertificate!).Thumbprint);
    }

    [Fact]
    public async Task Server_end_point_binding_is_the_hash_of_the_certificate()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using SslStream client = await SecureAsync(net, SslProtocols.Tls13);
        await client.EchoAsync("x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.ServerEndPoint, out byte[]? data));

        Assert.Equal(SHA256.HashData(client.RemoteCertificate!.GetRawCertData()), data);
    }

    [Fact]
    public async Task Unique_binding_of_TLS_1_2_is_the_same_on_both_sides()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using SslStream client = await SecureAsync(net, SslProtocols.Tls12);
        await client.EchoAsync("x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.Unique, out byte[]? data));

        Assert.Equal(12, data.Length); // RFC 5246 §7.4.9: verify_data
        Assert.True(UniqueOf(client).AsSpan().EndsWith(data));
    }

    private static async Task<string> SubjectForAsync(SocketFixture net, string serverName)
    {
        await using SslStream client = await SecureAsync(net, SslProtocols.Tls13, serverName);
        return client.RemoteCertificate!.Subject;
    }

    private static byte[] UniqueOf(SslStream client)
    {
        using ChannelBinding binding = client.TransportContext.GetChannelBinding(ChannelBindingKind.Unique)!;
        byte[] bytes = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), bytes, 0, bytes.Length);
        return bytes;
    }
}
