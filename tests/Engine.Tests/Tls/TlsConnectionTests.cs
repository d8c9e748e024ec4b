using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

public sealed class TlsConnectionTests : IDisposable
{
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly ServerCertificate _certificate;
    private readonly TlsServerContext _context;

    public TlsConnectionTests()
    {
        _certificate = SelfSignedCertificate.LoadOrCreate(_directory.Path, ["localhost"], TimeProvider.System);
        _context = new TlsServerContext(_certificate, new TlsOptions());
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Direct_TLS_echoes(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, protocol, ["xmpp-client"]);

        Assert.Equal("hello", await EchoAsync(client, "hello"));

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal(protocol, net.LastConnection!.Tls!.Protocol);
        Assert.Equal("xmpp-client", net.LastConnection.Tls.ApplicationProtocol);
        Assert.Equal("localhost", net.LastConnection.Tls.ServerName);
        Assert.Equal(1, net.Network.Counters.HandshakesDone.Value);
        Assert.Equal(0, net.Network.Handshakes.UnderWay);
    }

    [Fact]
    public async Task Megabytes_pass_TLS_unchanged()
    {
        await using var net = new SocketFixture(new NetOptions { MaxOutboxBytes = 64 * 1024 * 1024 }) { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);
        byte[] sent = new byte[4 * 1024 * 1024];
        new Random(1).NextBytes(sent);
        byte[] received = new byte[sent.Length];

        Task write = client.WriteAsync(sent, TestContext.Current.CancellationToken).AsTask();
        await client.ReadExactlyAsync(received, TestContext.Current.CancellationToken).AsTask().WaitAsync(_guard, TestContext.Current.CancellationToken);
        await write;

        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task Direct_TLS_without_ALPN_is_accepted()
    {
        await using var net = new SocketFixture { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);

        Assert.Equal("x", await EchoAsync(client, "x"));

        Assert.Null(net.LastConnection!.Tls!.ApplicationProtocol);
    }

    [Fact]
    public async Task Direct_TLS_with_another_protocol_is_refused()
    {
        await using var net = new SocketFixture { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();

        Exception? e = await Record.ExceptionAsync(async () =>
        {
            await using SslStream client = await SecureAsync(socket, SslProtocols.Tls12, ["http/1.1"]);
        });

        Assert.True(e is AuthenticationException or IOException, $"{e}");
        Assert.Equal("closed TlsFailed", await net.LastOwner!.NextAsync());
        Assert.Equal(1, net.Network.Counters.HandshakesFailed.Value);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task STARTTLS_proceeds_in_plain_text_and_then_secures(SslProtocols protocol)
    {
        await using var net = new SocketFixture { StartTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        await ProceedAsync(socket, "starttls;");
        await using SslStream client = await SecureAsync(socket, protocol, []);

        Assert.Equal("secret", await EchoAsync(client, "secret"));

        Assert.Equal("received starttls;", await net.LastOwner!.NextAsync());
        Assert.Equal("tls", await net.LastOwner.NextAsync());
        Assert.Equal("received secret", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task Bytes_injected_behind_starttls_are_thrown_away()
    {
        await using var net = new SocketFixture { StartTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        await ProceedAsync(socket, "starttls;injected");
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);

        Assert.Equal("secret", await EchoAsync(client, "secret"));

        Assert.Equal("received starttls;injected", await net.LastOwner!.NextAsync());
        Assert.Equal("tls", await net.LastOwner.NextAsync());
        Assert.Equal("received secret", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task Garbage_instead_of_a_handshake_ends_the_connection()
    {
        await using var net = new SocketFixture { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();

        await socket.WriteAsync("<stream:stream xmlns='jabber:client'>"u8.ToArray(), TestContext.Current.CancellationToken);
        await DrainAsync(socket);

        Assert.Equal("closed TlsFailed", await net.LastOwner!.NextAsync());
    }

    [Fact]
    public async Task Silent_peer_fails_the_handshake_when_its_time_is_over()
    {
        var time = new ManualTime();
        await using var net = new SocketFixture(time: time) { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();

        Task drained = DrainAsync(socket);
        while (!drained.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            net.Heartbeat.Tick();
            await Task.Yield();
        }

        Assert.Equal("closed TlsFailed", await net.LastOwner!.NextAsync());
        Assert.Equal(0, net.Network.Handshakes.UnderWay);
    }

    [Fact]
    public async Task Connection_that_ends_while_it_waits_for_its_handshake_ends_at_once()
    {
        await using var net = new SocketFixture(new NetOptions { MaxHandshakes = 1 }) { DirectTls = _context };
        await using NetworkStream first = await net.ConnectAsync();
        while (net.Network.Handshakes.UnderWay == 0)
            await Task.Yield();
        await using NetworkStream second = await net.ConnectAsync();
        while (net.Network.Handshakes.Waiting == 0)
            await Task.Yield();

        net.LastConnection!.Abort(CloseReason.Kicked);

        Assert.Equal("closed Kicked", await net.LastOwner!.NextAsync());
        await using SslStream client = await SecureAsync(first, SslProtocols.Tls13, []);
        Assert.Equal("x", await EchoAsync(client, "x"));
    }

    [Fact]
    public async Task Waiting_handshakes_all_succeed_in_the_end()
    {
        await using var net = new SocketFixture(new NetOptions { MaxHandshakes = 2 }) { DirectTls = _context };

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            await using NetworkStream socket = await net.ConnectAsync();
            await using SslStream client = await SecureAsync(socket, SslProtocols.None, []);
            Assert.Equal($"{i}", await EchoAsync(client, $"{i}"));
        }));

        Assert.Equal(20, net.Network.Counters.HandshakesDone.Value);
        Assert.Equal(0, net.Network.Handshakes.UnderWay);
    }

    [Fact]
    public async Task Close_says_farewell_then_close_notify_and_waits_for_the_peer()
    {
        await using var net = new SocketFixture { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);
        await EchoAsync(client, "x");
        net.LastOwner!.FarewellBytes = "</stream>"u8.ToArray();

        Turn turn = net.Network.Turns.Begin();
        net.LastConnection!.Close(turn, CloseReason.Finished);
        turn.End();
        byte[] farewell = new byte[9];
        await client.ReadExactlyAsync(farewell, TestContext.Current.CancellationToken);
        Assert.Equal(0, await client.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        await client.ShutdownAsync();
        socket.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal("tls", await net.LastOwner.NextAsync());
        Assert.Equal("received x", await net.LastOwner.NextAsync());
        Assert.Equal("closed Finished", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task Reset_under_TLS_ends_the_connection()
    {
        await using var net = new SocketFixture { DirectTls = _context };
        NetworkStream socket = await net.ConnectAsync();
        SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);
        await EchoAsync(client, "x");

        socket.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Socket.Dispose();

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal("received x", await net.LastOwner.NextAsync());
        Assert.Equal("closed PeerReset", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task Server_end_point_binding_is_the_hash_of_the_certificate()
    {
        await using var net = new SocketFixture { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);
        await EchoAsync(client, "x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.ServerEndPoint, out byte[]? data));

        Assert.Equal(SHA256.HashData(client.RemoteCertificate!.GetRawCertData()), data);
    }

    [Fact]
    public async Task Unique_binding_of_TLS_1_2_is_the_same_on_both_sides()
    {
        await using var net = new SocketFixture { DirectTls = _context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls12, []);
        await EchoAsync(client, "x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.Unique, out byte[]? data));

        Assert.Equal(12, data.Length); // RFC 5246 §7.4.9: verify_data
        Assert.True(UniqueOf(client).AsSpan().EndsWith(data));
    }

    [Fact]
    public async Task Server_name_selects_the_certificate()
    {
        using var other = new TemporaryDirectory();
        ServerCertificate second = SelfSignedCertificate.LoadOrCreate(other.Path, ["capulet.example"], TimeProvider.System);
        await using var net = new SocketFixture { DirectTls = new TlsServerContext([_certificate, second], new TlsOptions()) };

        Assert.Equal("CN=capulet.example", await SubjectForAsync(net, "capulet.example"));
        Assert.Equal("CN=localhost", await SubjectForAsync(net, "localhost"));
        Assert.Equal("CN=localhost", await SubjectForAsync(net, "unknown.example"));
    }

    private static async Task<string> SubjectForAsync(SocketFixture net, string serverName)
    {
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls13, [], serverName);
        return client.RemoteCertificate!.Subject;
    }

    private static byte[] UniqueOf(SslStream client)
    {
        using ChannelBinding binding = client.TransportContext.GetChannelBinding(ChannelBindingKind.Unique)!;
        byte[] bytes = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), bytes, 0, bytes.Length);
        return bytes;
    }

    private static async Task<SslStream> SecureAsync(
        NetworkStream socket, SslProtocols protocol, string[] applicationProtocols, string serverName = "localhost")
    {
        var client = new SslStream(socket, leaveInnerStreamOpen: true, static (_, shown, _, _) => shown is not null);
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            EnabledSslProtocols = protocol,
            ApplicationProtocols = [.. applicationProtocols.Select(name => new SslApplicationProtocol(name))],
        }).WaitAsync(_guard);
        return client;
    }

    private static async Task ProceedAsync(NetworkStream socket, string request)
    {
        await socket.WriteAsync(Encoding.UTF8.GetBytes(request));
        byte[] answer = new byte["proceed;".Length];
        await socket.ReadExactlyAsync(answer).AsTask().WaitAsync(_guard);
        Assert.Equal("proceed;", Encoding.UTF8.GetString(answer));
    }

    private static async Task<string> EchoAsync(SslStream client, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        await client.WriteAsync(bytes);
        byte[] answer = new byte[bytes.Length];
        await client.ReadExactlyAsync(answer).AsTask().WaitAsync(_guard);
        return Encoding.UTF8.GetString(answer);
    }

    // Reads until the server ended the connection, by FIN or RST.
    private static async Task DrainAsync(NetworkStream socket)
    {
        try
        {
            byte[] buffer = new byte[256];
            while (await socket.ReadAsync(buffer).AsTask().WaitAsync(_guard) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }
}
