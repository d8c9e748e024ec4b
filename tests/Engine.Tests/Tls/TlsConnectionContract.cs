using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>What a connection over TLS does, whichever library does the cryptography.</summary>
public abstract class TlsConnectionContract : IDisposable
{
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();

    protected TlsConnectionContract(TlsLibrary library)
    {
        Options = new TlsOptions { Library = library };
        Certificate = SelfSignedCertificate.LoadOrCreate(_directory.Path, ["localhost"], TimeProvider.System);
        Context = TlsServerContext.Create([Certificate], Options);
    }

    protected TlsOptions Options { get; }

    protected ServerCertificate Certificate { get; }

    protected TlsServerContext Context { get; }

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Direct_TLS_echoes(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
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
                SelfSignedCertificate.LoadOrCreate(Directory.CreateDirectory(Path.Combine(directories.Path, name)).FullName, [name], TimeProvider.System)),
        ];
        await using var net = new SocketFixture { DirectTls = TlsServerContext.Create(certificates, Options).ForDomain(domain) };
        await using NetworkStream socket = await net.ConnectAsync();
        string? shown = null;
        await using var client = new SslStream(socket, leaveInnerStreamOpen: true, (_, certificate, _, _) => (shown = certificate?.Subject) is not null);

        await client.AuthenticateAsClientAsync(serverName);

        Assert.Equal($"CN={expected}", shown);
    }

    [Fact]
    public async Task New_certificate_is_for_new_handshakes_and_old_connections_go_on()
    {
        using var directory = new TemporaryDirectory();
        ServerCertificate renewed = SelfSignedCertificate.LoadOrCreate(directory.Path, ["localhost"], TimeProvider.System);
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream old = await SecureAsync(socket, SslProtocols.Tls13, []);

        net.DirectTls = TlsServerContext.Create([renewed], Options);
        await using NetworkStream nextSocket = await net.ConnectAsync();
        await using SslStream next = await SecureAsync(nextSocket, SslProtocols.Tls13, []);

        Assert.Equal("still here", await EchoAsync(old, "still here"));
        Assert.Equal(Certificate.Certificate.Thumbprint, ((X509Certificate2)old.RemoteCertificate!).Thumbprint);
        Assert.Equal(renewed.Certificate.Thumbprint, ((X509Certificate2)next.RemoteCertificate!).Thumbprint);
    }

    [Fact]
    public async Task Megabytes_pass_TLS_unchanged()
    {
        await using var net = new SocketFixture(new NetOptions { MaxOutboxBytes = 64 * 1024 * 1024 }) { DirectTls = Context };
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
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);

        Assert.Equal("x", await EchoAsync(client, "x"));

        Assert.Null(net.LastConnection!.Tls!.ApplicationProtocol);
    }

    [Fact]
    public async Task Direct_TLS_with_another_protocol_is_refused()
    {
        await using var net = new SocketFixture { DirectTls = Context };
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
        await using var net = new SocketFixture { StartTls = Context };
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
        await using var net = new SocketFixture { StartTls = Context };
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
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();

        await socket.WriteAsync("<stream:stream xmlns='jabber:client'>"u8.ToArray(), TestContext.Current.CancellationToken);
        await DrainAsync(socket);

        Assert.Equal("closed TlsFailed", await net.LastOwner!.NextAsync());
    }

    [Fact]
    public async Task Silent_peer_fails_the_handshake_when_its_time_is_over()
    {
        var time = new ManualTime();
        await using var net = new SocketFixture(time: time) { DirectTls = Context };
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
        await using var net = new SocketFixture(new NetOptions { MaxHandshakes = 1 }) { DirectTls = Context };
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
        await using var net = new SocketFixture(new NetOptions { MaxHandshakes = 2 }) { DirectTls = Context };

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
        await using var net = new SocketFixture { DirectTls = Context };
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
        await using var net = new SocketFixture { DirectTls = Context };
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
    public async Task Server_end_point_binding_is_the_hash_of_theCertificate()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls13, []);
        await EchoAsync(client, "x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.ServerEndPoint, out byte[]? data));

        Assert.Equal(SHA256.HashData(client.RemoteCertificate!.GetRawCertData()), data);
    }

    [Fact]
    public async Task Unique_binding_of_TLS_1_2_is_the_same_on_both_sides()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        await using SslStream client = await SecureAsync(socket, SslProtocols.Tls12, []);
        await EchoAsync(client, "x");

        Assert.True(net.LastConnection!.Tls!.TryGetChannelBinding(ChannelBindingType.Unique, out byte[]? data));

        Assert.Equal(12, data.Length); // RFC 5246 §7.4.9: verify_data
        Assert.True(UniqueOf(client).AsSpan().EndsWith(data));
    }

    [Fact]
    public async Task Server_name_selects_theCertificate()
    {
        using var other = new TemporaryDirectory();
        ServerCertificate second = SelfSignedCertificate.LoadOrCreate(other.Path, ["capulet.example"], TimeProvider.System);
        await using var net = new SocketFixture { DirectTls = TlsServerContext.Create([Certificate, second], Options) };

        Assert.Equal("CN=capulet.example", await SubjectForAsync(net, "capulet.example"));
        Assert.Equal("CN=localhost", await SubjectForAsync(net, "localhost"));
        Assert.Equal("CN=localhost", await SubjectForAsync(net, "unknown.example"));
    }

    [Fact]
    public async Task Half_a_ClientHello_and_a_FIN_end_the_connection()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using var client = new RecordClient(socket, SslProtocols.Tls13);
        byte[] hello = client.Tls.Handshake([], out _);

        await client.SendAsync(hello[..(hello.Length / 2)]);
        socket.Socket.Shutdown(SocketShutdown.Send);
        await client.DrainAsync();

        Assert.Equal("closed TlsFailed", await net.LastOwner!.NextAsync());
    }

    [Fact]
    public async Task Half_a_ClientHello_and_silence_end_when_their_time_is_over()
    {
        var time = new ManualTime();
        await using var net = new SocketFixture(time: time) { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using var client = new RecordClient(socket, SslProtocols.Tls13);
        byte[] hello = client.Tls.Handshake([], out _);
        await client.SendAsync(hello[..(hello.Length / 2)]);

        Task drained = client.DrainAsync();
        while (!drained.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            net.Heartbeat.Tick();
            await Task.Yield();
        }

        Assert.Equal("closed TlsFailed", await net.LastOwner!.NextAsync());
        Assert.Equal(0, net.Network.Handshakes.UnderWay);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Records_come_byte_by_byte(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, protocol);

        foreach (byte one in client.Tls.Write("hello"u8))
            await client.SendAsync([one]);

        Assert.Equal("hello", await client.ReadAsync(5));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Many_records_come_at_once(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, protocol);
        string text = string.Concat(Enumerable.Range(0, 2000));

        await client.SendAsync([.. Enumerable.Range(0, 2000).SelectMany(i => client.Tls.Write(Encoding.UTF8.GetBytes($"{i}")))]);

        Assert.Equal(text, await client.ReadAsync(text.Length));
    }

    [Fact]
    public async Task Text_that_comes_with_the_last_message_of_the_handshake_is_not_lost()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using var client = new RecordClient(socket, SslProtocols.Tls13);
        await client.SendAsync(client.Tls.Handshake([], out _));
        byte[] flight = new byte[16 * 1024];
        int count = await socket.ReadAsync(flight, TestContext.Current.CancellationToken);
        byte[] finished = client.Tls.Handshake(flight.AsSpan(0, count), out bool isDone);

        await client.SendAsync([.. finished, .. client.Tls.Write("hello"u8)]);

        Assert.True(isDone);
        Assert.Equal("hello", await client.ReadAsync(5));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Damaged_record_ends_the_connection(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, protocol);
        byte[] record = client.Tls.Write("hello"u8);
        record[^1] ^= 1;

        await client.SendAsync(record);
        await client.DrainAsync();

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal("closed TlsFailed", await net.LastOwner.NextAsync());
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Record_longer_than_allowed_ends_the_connection(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, protocol);

        await client.SendAsync([23, 3, 3, 0xFF, 0xFF, .. new byte[0xFFFF]]);
        await client.DrainAsync();

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal("closed TlsFailed", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task FIN_without_close_notify_is_the_peers_end()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);
        await client.EchoAsync("x");

        socket.Socket.Shutdown(SocketShutdown.Send);
        await client.DrainAsync();

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal("received x", await net.LastOwner.NextAsync());
        Assert.Equal("closed PeerClosed", await net.LastOwner.NextAsync());
        Assert.True(client.Tls.HasHeardCloseNotify);
    }

    [Fact]
    public async Task FIN_within_a_record_is_a_lost_connection()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);
        await client.EchoAsync("x");

        await client.SendAsync(client.Tls.Write("hello"u8)[..^1]);
        socket.Socket.Shutdown(SocketShutdown.Send);
        await client.DrainAsync();

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal("received x", await net.LastOwner.NextAsync());
        Assert.Equal("closed PeerReset", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task Close_notify_without_a_FIN_is_the_peers_end()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);
        await client.EchoAsync("x");

        await client.SendAsync(client.Tls.CloseNotify());
        await client.DrainAsync();

        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        Assert.Equal("received x", await net.LastOwner.NextAsync());
        Assert.Equal("closed PeerClosed", await net.LastOwner.NextAsync());
    }

    [Fact]
    public async Task KeyUpdates_between_texts_are_followed()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);

        for (int i = 0; i < 10; i++)
        {
            await client.SendAsync(client.Tls.KeyUpdate(asksForAnswer: true));
            Assert.Equal($"{i}", await client.EchoAsync($"{i}"));
        }
    }

    // Decrypting and encrypting at the same time, on different threads: one record out of order, and no later one decrypts.
    [Fact]
    public async Task Appends_of_many_threads_arrive_while_text_comes_in()
    {
        const int Threads = 4;
        const int PerThread = 3000;
        await using var net = new SocketFixture(new NetOptions { MaxOutboxBytes = 64 * 1024 * 1024 }) { DirectTls = Context };
        await using NetworkStream socket = await net.ConnectAsync();
        using RecordClient client = await RecordClient.ConnectAsync(socket, SslProtocols.Tls13);
        Assert.Equal("tls", await net.LastOwner!.NextAsync());
        net.LastOwner.IsQuiet = true;
        net.LastOwner.Received = static (_, unread) => unread.Length;

        Task appends = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < PerThread; i++)
            {
                Turn turn = net.Network.Turns.Begin();
                net.LastConnection!.Append(turn, Encoding.UTF8.GetBytes($"{thread}:{i:D4};"));
                turn.End();
            }
        })));
        for (int i = 0; i < 500; i++)
            await client.SendAsync(client.Tls.Write("some text"u8));
        string[] texts = (await client.ReadAsync(Threads * PerThread * 7)).Split(';', StringSplitOptions.RemoveEmptyEntries);
        await appends;

        Assert.Equal(Threads * PerThread, texts.Length);
        Assert.All(texts.GroupBy(text => text[0]), thread => Assert.Equal(thread.Order(), thread));
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
