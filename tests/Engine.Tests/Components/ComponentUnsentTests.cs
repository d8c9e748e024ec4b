using Meerkat.Engine.Components;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Components;

/// <summary>What becomes of stanzas that a component did not take.</summary>
public sealed class ComponentUnsentTests
{
    private const string Bot = "bot.example.org";
    private const string Romeo = "romeo@example.org/orchard";

    [Fact]
    public async Task Case_3_messages_and_requests_under_way_come_back_when_it_breaks_off()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);
        bot.Transport.Stall();
        romeo.Send(
            $"<message to='{Bot}' id='1'><body>1</body></message>"
            + $"<message to='{Bot}' type='error' id='2'/>"
            + $"<iq to='{Bot}' type='get' id='3'><ping xmlns='urn:xmpp:ping'/></iq>"
            + $"<iq to='{Bot}' type='result' id='4'/>"
            + $"<presence to='{Bot}' id='5'/>"
            + $"<message to='a@{Bot}/b' type='chat' id='6'><body>2</body></message>");
        await romeo.ExpectNothingAsync();

        bot.Transport.PushReset();

        await AssertComesBackAsync(romeo, "<message id='1'", Bot);
        await AssertComesBackAsync(romeo, "<iq id='3'", Bot);
        await AssertComesBackAsync(romeo, "<message id='6'", $"a@{Bot}/b");
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task One_that_was_sent_in_part_comes_back_and_one_that_was_sent_does_not()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send($"<message to='{Bot}' id='1'/>");
        await bot.ReceiveAsync();
        bot.Transport.MaxSendCount = 10;
        bot.Transport.Stall();
        romeo.Send($"<message to='{Bot}' id='2'/>");
        await romeo.ExpectNothingAsync();

        bot.Transport.PushReset();

        await AssertComesBackAsync(romeo, "<message id='2'", Bot);
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Errors_go_to_components_too()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var irc = await server.JoinAsync("irc.example.org");
        bot.Transport.Stall();
        irc.Send($"<message from='x@irc.example.org' to='{Bot}' id='1'><body>1</body></message>");
        await irc.ExpectNothingAsync();

        bot.Transport.PushReset();

        var answer = await irc.ReceiveAsync();
        Assert.StartsWith("<message ", answer, StringComparison.Ordinal);
        Assert.Contains("to='x@irc.example.org'", answer, StringComparison.Ordinal);
        Assert.Contains("<recipient-unavailable ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Component_that_does_not_read_is_cut_off_at_so_many_stanzas_and_all_come_back()
    {
        await using var server = new TestServer();
        var settings = TestComponent.Settings;
        settings = settings with { Connection = settings.Connection with { MaxOutboxAppends = 5 } };
        await AssertCutOffAsync(server, settings, new string('x', 10));
    }

    [Fact]
    public async Task Component_that_does_not_read_is_cut_off_at_so_many_bytes_and_all_come_back()
    {
        await using var server = new TestServer();
        var settings = TestComponent.Settings;
        settings = settings with { Connection = settings.Connection with { MaxOutboxBytes = 5500 } };
        await AssertCutOffAsync(server, settings, new string('x', 1000));
    }

    [Fact]
    public async Task Many_come_back_to_one_sender_in_order_and_do_not_overwhelm_it()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);
        bot.Transport.Stall();
        var body = new string('x', 7000);
        for (var i = 1; i <= 500; i++) romeo.Send($"<message to='{Bot}' id='{i}'><body>{body}</body></message>");
        await romeo.ExpectNothingAsync();

        bot.Transport.PushReset();

        for (var i = 1; i <= 500; i++) await AssertComesBackAsync(romeo, $"<message id='{i}'", Bot);
        await romeo.ExpectNothingAsync();
    }

    private static async Task AssertCutOffAsync(TestServer server, ComponentSettings settings, string body)
    {
        var bot = await server.JoinAsync(Bot, settings);
        var romeo = await server.LoginAsync(Romeo);
        bot.Transport.Stall();
        for (var i = 1; i <= 6; i++) romeo.Send($"<message to='{Bot}' id='{i}'><body>{body}</body></message>");

        // The one too many comes back at once, the others when it is clear that they will not be sent.
        await AssertComesBackAsync(romeo, "<message id='6'", Bot);
        await Eventually.IsTrueAsync(() =>
        {
            server.Advance(server.Network.Options.CloseTimeout);
            return server.Metrics.Components.Connected.Value == 0;
        });

        for (var i = 1; i <= 5; i++) await AssertComesBackAsync(romeo, $"<message id='{i}'", Bot);
        await romeo.ExpectNothingAsync();
        Assert.Contains("<remote-server-not-found ", await romeo.RequestAsync($"<message to='{Bot}'/>"), StringComparison.Ordinal);
    }

    private static async Task AssertComesBackAsync(TestClient sender, string stanza, string from)
    {
        var answer = await sender.ReceiveAsync();
        Assert.StartsWith(stanza.Split(' ')[0], answer, StringComparison.Ordinal);
        Assert.Contains(stanza.Split(' ')[1], answer, StringComparison.Ordinal);
        Assert.Contains($" from='{from}'", answer, StringComparison.Ordinal);
        Assert.Contains(" type='error'", answer, StringComparison.Ordinal);
        Assert.Contains("<error type='wait'><recipient-unavailable ", answer, StringComparison.Ordinal);
    }
}
