using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>Text in records, as they come and go while the connection lives.</summary>
public abstract class TlsRecordContract(TlsLibrary library) : TlsContract(library)
{
    [Fact]
    public async Task Megabytes_pass_TLS_unchanged()
    {
        await using SocketFixture net = FixtureWithRoom();
        await using SslStream client = await SecureAsync(net, SslProtocols.Tls13);
        byte[] sent = new byte[4 * 1024 * 1024];
        new Random(1).NextBytes(sent);

        Task write = client.WriteAsync(sent, TestContext.Current.CancellationToken).AsTask();
        byte[] received = await client.ReadBytesAsync(sent.Length);
        await write;

        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Records_come_byte_by_byte(SslProtocols protocol)
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, protocol);

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
        using RecordClient client = await RecordClient.ConnectAsync(net, protocol);
        string text = string.Concat(Enumerable.Range(0, 2000));

        await client.SendAsync(
            [.. Enumerable.Range(0, 2000).SelectMany(i => client.Tls.Write(Encoding.UTF8.GetBytes($"{i}")))]);

        Assert.Equal(text, await client.ReadAsync(text.Length));
    }

    [Fact]
    public async Task Text_that_comes_with_the_last_message_of_the_handshake_is_not_lost()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.OpenAsync(net, SslProtocols.Tls13);
        byte[] finished = await client.HandshakeAsync();

        await client.SendAsync([.. finished, .. client.Tls.Write("hello"u8)]);

        Assert.Equal("hello", await client.ReadAsync(5));
    }

    [Fact]
    public async Task KeyUpdates_between_texts_are_followed()
    {
        await using var net = new SocketFixture { DirectTls = Context };
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);

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
        await using SocketFixture net = FixtureWithRoom();
        using RecordClient client = await RecordClient.ConnectAsync(net, SslProtocols.Tls13);
        await net.LastOwner!.ExpectAsync("tls");
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

    // For tests that send more than they read meanwhile.
    private SocketFixture FixtureWithRoom() =>
        new(new NetOptions { MaxOutboxBytes = 64 * 1024 * 1024 }) { DirectTls = Context };
}
