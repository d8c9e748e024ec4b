using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.BadInput;

/// <summary>
/// Clients that leave the server waiting, at every stage of the negotiation. All wait at the same time, since the server's
/// time-outs are waited for; meanwhile two others chat on undisturbed.
/// </summary>
public sealed class SilenceTests(BadInputServer server) : IClassFixture<BadInputServer>
{
    private const int Crowd = 200;
    private const string ConnectionTimeout = "<connection-timeout xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>";
    private const string StartTls = RawSocket.Header + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    private const string Proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

    // Between the bytes of a sender that is always busy and never done.
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Silence_at_any_stage_ends_in_a_time_out()
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat's own time-outs");
        await using var bystanders = await Bystanders.ComeOnlineAsync(server);

        await bystanders.ChatDuringAsync(Task.WhenAll(
            FromTheBeginningAsync(), InsideAStreamAsync(), TricklingAsync(), InTheMiddleOfAHelloAsync(), InsteadOfAHandshakeAsync(), InACrowdAsync()));
    }

    private async Task FromTheBeginningAsync()
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);

        AssertTimedOut(await socket.ReadToEndAsync());
    }

    private async Task InsideAStreamAsync()
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);
        await socket.SendAsync(RawSocket.Header);

        AssertTimedOut(await socket.ReadToEndAsync());
    }

    private async Task TricklingAsync()
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);
        var answer = socket.ReadToEndAsync();
        await socket.TrySendAsync("<stream:stream to='localhost' x='"u8.ToArray());

        while (!answer.IsCompleted)
        {
            await socket.TrySendAsync("a"u8.ToArray());
            await Task.WhenAny(answer, Task.Delay(_pace));
        }

        Assert.Contains(ConnectionTimeout, await answer, StringComparison.Ordinal);
    }

    private async Task InTheMiddleOfAHelloAsync()
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2sTls);
        // A TLS record that promises 512 bytes of handshake, and the first of them.
        await socket.SendAsync((byte[])[0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]);

        Assert.DoesNotContain("<stream", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private async Task InsteadOfAHandshakeAsync()
    {
        using var socket = await RawSocket.ConnectAsync(server.Endpoints.C2s);
        await socket.SendAsync(StartTls);
        await socket.ReadUntilAsync(Proceed);

        Assert.DoesNotContain("<stream", await socket.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private async Task InACrowdAsync()
    {
        var sockets = new List<RawSocket>();
        for (var i = 0; i < Crowd; i++)
            sockets.Add(await RawSocket.ConnectAsync(i % 2 == 0 ? server.Endpoints.C2s : server.Endpoints.C2sTls));

        await Task.WhenAll(sockets.Select(socket => socket.ReadToEndAsync()));

        sockets.ForEach(socket => socket.Dispose());
    }

    private static void AssertTimedOut(string answer)
    {
        Assert.Contains(ConnectionTimeout, answer, StringComparison.Ordinal);
        Assert.EndsWith("</stream:stream>", answer, StringComparison.Ordinal);
    }
}
