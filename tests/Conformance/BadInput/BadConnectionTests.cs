using System.Text;
using Meerkat.Conformance.Runner;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.BadInput;

/// <summary>Connections that are slow, that never read, that vanish, that come in crowds; meanwhile two others chat on undisturbed.</summary>
public sealed class BadConnectionTests(BadInputServer server) : IClassFixture<BadInputServer>
{
    private const int Crowd = 200;

    [Fact]
    public Task One_byte_at_a_time_is_understood() => UnnoticedAsync(async () =>
    {
        await using var slow = server.NewClient();
        await slow.ConnectAsync();
        var stanza = Encoding.UTF8.GetBytes(
            $"<message to='{slow.FullJid}' id='slow'><body>\u00e9\ud83d\ude00 &amp; &#x41;<![CDATA[<b>]]></body></message>");

        for (var i = 0; i < stanza.Length; i++)
            await slow.Connection.SendAsync(stanza.AsMemory(i, 1), ".");
        var received = await slow.Connection.ReceiveAsync();

        Assert.Equal("slow", received.Attribute("id")?.Value);
        Assert.Equal("\u00e9\ud83d\ude00 & A<b>", received.Value);
    });

    [Fact]
    public Task Client_that_never_reads_is_disconnected() => UnnoticedAsync(async () =>
    {
        await using var deaf = server.NewClient();
        await using var flooder = server.NewClient();
        await deaf.ConnectAsync();
        await flooder.ConnectAsync();
        // 1 MB a round. The socket buffers of both sides hold a few MB, the outbox 512 KiB.
        var round = string.Concat(Enumerable.Repeat(
            $"<message to='{deaf.FullJid}' type='headline'><body>{new string('x', 9_900)}</body></message>", 100))
            + $"<iq to='{deaf.FullJid}' type='get' id='there'><ping xmlns='urn:xmpp:ping'/></iq>";

        var isGone = false;
        for (var i = 0; i < 60 && !isGone; i++)
        {
            await flooder.SendAsync(round);
            isGone = (await flooder.ReadUntilQuietAsync()).Exists(answer => answer.Attribute("type")?.Value == "error");
        }

        Assert.True(isGone, "the client that never reads was not disconnected");
    });

    [Fact]
    public Task Resets_at_any_moment_harm_nobody() => UnnoticedAsync(async () =>
    {
        for (var i = 0; i < Crowd; i++)
        {
            using var socket = await RawSocket.ConnectAsync(i % 2 == 0 ? server.Endpoints.C2s : server.Endpoints.C2sTls);
            if (i % 3 > 0)
                await socket.TrySendAsync(Encoding.UTF8.GetBytes(RawSocket.Header.Substring(0, i % RawSocket.Header.Length)));
            socket.Reset();
        }
    });

    [Fact]
    public Task Resets_of_bound_sessions_harm_nobody() => UnnoticedAsync(async () =>
    {
        var client = server.NewClient();
        for (var i = 0; i < 20; i++)
        {
            await client.ConnectAsync();
            await client.SendAsync("<presence/><iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
            client.Connection.Reset();
        }

        await client.ConnectAsync();
        await client.DisconnectAsync();
    });

    [Fact]
    public Task Garbage_under_tls_closes_the_connection() => UnnoticedAsync(async () =>
    {
        await using var client = server.NewClient();
        await client.ConnectAsync();

        await client.Connection.SendBelowTlsAsync(new byte[100]);
        var end = await client.Connection.ReceiveAsync();

        Assert.Equal(XmppConnection.ConnectionClosed, end.Name);
    });

    private Task UnnoticedAsync(Func<Task> misdeed)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "these tests are about Meerkat's own limits and time-outs");
        return ChatDuringAsync(misdeed);
    }

    private async Task ChatDuringAsync(Func<Task> misdeed)
    {
        await using var bystanders = await Bystanders.ComeOnlineAsync(server);
        await bystanders.ChatDuringAsync(misdeed());
    }
}
