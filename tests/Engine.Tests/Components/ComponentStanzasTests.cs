using Meerkat.Engine.Components;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Components;

/// <summary>Stanzas from and to components. Case numbers are the specification's.</summary>
public sealed class ComponentStanzasTests
{
    private const string Bot = "bot.example.org";
    private const string Irc = "irc.example.org";
    private const string Romeo = "romeo@example.org/orchard";

    private static ComponentSettings AnyFrom => TestComponent.Settings with { ChecksFrom = false };

    [Fact]
    public async Task Case_1_component_and_user_talk()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<message to='{Bot}' type='chat' id='1'><body>Hi</body></message>");
        Assert.Equal($"<message from='{Romeo}' to='{Bot}' type='chat' id='1'><body>Hi</body></message>", await bot.ReceiveAsync());

        bot.Send($"<message from='{Bot}' to='{Romeo}' type='chat'><body>Hello</body></message>");
        Assert.Equal($"<message from='{Bot}' to='{Romeo}' type='chat'><body>Hello</body></message>", await romeo.ReceiveAsync());

        romeo.Send($"<message to='nurse@{Bot}/room'><body>Who?</body></message>");
        Assert.Equal($"<message from='{Romeo}' to='nurse@{Bot}/room'><body>Who?</body></message>", await bot.ReceiveAsync());
    }

    [Fact]
    public async Task Case_4_5_components_are_independent_and_talk_to_each_other()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var irc = await server.JoinAsync(Irc);

        bot.Send($"<message from='a@{Bot}' to='b@{Irc}'><body>1</body></message>");
        Assert.Equal($"<message from='a@{Bot}' to='b@{Irc}'><body>1</body></message>", await irc.ReceiveAsync());
        irc.Send($"<message from='b@{Irc}' to='a@{Bot}'><body>2</body></message>");
        Assert.Equal($"<message from='b@{Irc}' to='a@{Bot}'><body>2</body></message>", await bot.ReceiveAsync());

        irc.Transport.PushReset();
        await bot.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("<stanza from='bot.example.org' to='romeo@example.org' id='1'/>")]
    [InlineData("<stanza xmlns='urn:x' id='1' from='bot.example.org'><a/></stanza>")]
    [InlineData("<stream:stanza id='1'/>")]
    public async Task Case_11_what_is_no_stanza_comes_back_and_the_stream_goes_on(string element)
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);

        var answer = await bot.RequestAsync(element);

        Assert.StartsWith("<stanza", answer, StringComparison.Ordinal);
        Assert.Contains("type='error' id='1'", answer, StringComparison.Ordinal);
        Assert.Contains("<error type='modify'><bad-request ", answer, StringComparison.Ordinal);
        await bot.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("to='@example.org'")]
    [InlineData("to=''")]
    [InlineData("")]
    public async Task Case_12_invalid_to_is_a_bad_request(string to)
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);

        var answer = await bot.RequestAsync($"<message from='a@{Bot}' {to} id='1'><body>Hi</body></message>");

        AssertBadRequest(answer, $"to='a@{Bot}'");
        await bot.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("from='@bot.example.org'", "to='bot.example.org'")]
    [InlineData("", "to='bot.example.org'")]
    [InlineData("from='juliet@example.org'", "to='juliet@example.org'")]
    [InlineData("from='irc.example.org'", "to='irc.example.org'")]
    [InlineData("from='a.bot.example.org'", "to='a.bot.example.org'")]
    public async Task Case_13_invalid_or_foreign_from_is_a_bad_request(string from, string to)
    {
        await using var server = new TestServer();
        await server.JoinAsync(Irc);
        var romeo = await server.LoginAsync(Romeo);
        var bot = await server.JoinAsync(Bot);

        var answer = await bot.RequestAsync($"<message {from} to='{Romeo}' id='1'><body>Hi</body></message>");

        AssertBadRequest(answer, to);
        await bot.ExpectNothingAsync();
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Errors_are_not_answered()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);

        bot.Send(
            $"<message type='error' from='{Bot}' to='@'/><stanza type='error'/><iq type='result' id='1' from='{Bot}' to='nobody@example.org'/>"
            + $"<message type='error' from='{Bot}' to='nobody@example.org'/>");

        await bot.ExpectNothingAsync();
    }

    [Fact]
    public async Task Case_14_requests_and_presence_are_routed_both_ways()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<iq type='get' id='1' to='{Bot}'><query xmlns='jabber:iq:version'/></iq>");
        Assert.Equal($"<iq from='{Romeo}' type='get' id='1' to='{Bot}'><query xmlns='jabber:iq:version'/></iq>", await bot.ReceiveAsync());
        bot.Send($"<iq type='result' id='1' from='{Bot}' to='{Romeo}'><query xmlns='jabber:iq:version'/></iq>");
        Assert.Equal($"<iq from='{Bot}' type='result' id='1' to='{Romeo}'><query xmlns='jabber:iq:version'/></iq>", await romeo.ReceiveAsync());

        bot.Send($"<iq type='get' id='2' from='{Bot}' to='{Romeo}'><ping xmlns='urn:xmpp:ping'/></iq>");
        Assert.Equal($"<iq from='{Bot}' type='get' id='2' to='{Romeo}'><ping xmlns='urn:xmpp:ping'/></iq>", await romeo.ReceiveAsync());
        romeo.Send($"<iq type='error' id='2' to='{Bot}'/>");
        Assert.Equal($"<iq from='{Romeo}' type='error' id='2' to='{Bot}'/>", await bot.ReceiveAsync());

        romeo.Send($"<presence to='room@{Bot}/nick'/>");
        Assert.Equal($"<presence from='{Romeo}' to='room@{Bot}/nick'/>", await bot.ReceiveAsync());
        bot.Send($"<presence from='room@{Bot}/nick' to='{Romeo}'/>");
        Assert.Equal($"<presence from='room@{Bot}/nick' to='{Romeo}'/>", await romeo.ReceiveAsync());
        romeo.Transport.PushFin();
        Assert.Contains("type='unavailable'", await bot.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<iq type='get' from='bot.example.org' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>")]
    [InlineData("<iq type='get' id='1' from='bot.example.org' to='example.org'/>")]
    [InlineData("<iq type='get' id='1' from='bot.example.org' to='example.org'><a xmlns='urn:x'/><b xmlns='urn:x'/></iq>")]
    [InlineData("<iq type='x' id='1' from='bot.example.org' to='example.org'/>")]
    [InlineData("<presence type='x' id='1' from='bot.example.org' to='romeo@example.org'/>")]
    public async Task Form_of_stanzas_is_that_of_clients(string stanza)
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);

        Assert.Contains("<bad-request ", await bot.RequestAsync(stanza), StringComparison.Ordinal);
        await bot.ExpectNothingAsync();
    }

    [Fact]
    public async Task Case_15_component_may_write_as_anybody_where_from_is_not_checked()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot, AnyFrom);
        var romeo = await server.LoginAsync(Romeo);

        bot.Send($"<message from='elsewhere.example' to='{Romeo}'><body>1</body></message>");
        bot.Send($"<message from='juliet@example.org/balcony' to='{Romeo}'><body>2</body></message>");

        Assert.Equal($"<message from='elsewhere.example' to='{Romeo}'><body>1</body></message>", await romeo.ReceiveAsync());
        Assert.Equal($"<message from='juliet@example.org/balcony' to='{Romeo}'><body>2</body></message>", await romeo.ReceiveAsync());
        AssertBadRequest(await bot.RequestAsync($"<message from='@' to='{Romeo}' id='1'/>"), "to='bot.example.org'");
    }

    [Fact]
    public async Task Case_17_subdomain_writes_from_below_every_host_and_from_nowhere_else()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync("bot", attributes: " is_subdomain='true'");
        var romeo = await server.LoginAsync(Romeo);
        var tybalt = await server.LoginAsync("tybalt@example.net/crypt");

        bot.Send($"<message from='bot.example.org' to='{Romeo}'/><message from='a@bot.example.net' to='tybalt@example.net/crypt'/>");
        Assert.Equal($"<message from='bot.example.org' to='{Romeo}'/>", await romeo.ReceiveAsync());
        Assert.Equal("<message from='a@bot.example.net' to='tybalt@example.net/crypt'/>", await tybalt.ReceiveAsync());

        foreach (var from in new[] { "bot", "example.org", "bot.example.com", "xbot.example.org" })
        {
            AssertBadRequest(await bot.RequestAsync($"<message from='{from}' to='{Romeo}' id='1'/>"), $"to='{from}'");
        }

        tybalt.Send("<message to='bot.example.org'/>");
        romeo.Send("<message to='x@bot.example.net'/>");
        string[] received = [await bot.ReceiveAsync(), await bot.ReceiveAsync()];
        Assert.Contains("<message from='tybalt@example.net/crypt' to='bot.example.org'/>", received);
        Assert.Contains($"<message from='{Romeo}' to='x@bot.example.net'/>", received);
        await bot.ExpectNothingAsync("bot.example.org");
    }

    [Fact]
    public async Task Case_22_sender_that_access_denies_is_not_allowed()
    {
        await using var server = new TestServer();
        var local = await server.JoinAsync(Bot, TestComponent.Settings with { Access = AccessRules.LocalUsers(server.Hosts) });
        var none = await server.JoinAsync(Irc, TestComponent.Settings with { Access = AccessRules.None });
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<message to='{Irc}' id='1'><body>Hi</body></message>");
        Assert.Contains("<error type='cancel'><not-allowed ", answer, StringComparison.Ordinal);
        Assert.Contains($"from='{Irc}'", answer, StringComparison.Ordinal);
        answer = await none.RequestAsync($"<message from='x@{Irc}' to='{Bot}'><body>Hi</body></message>");
        Assert.Contains("<not-allowed ", answer, StringComparison.Ordinal);
        romeo.Send($"<message to='{Bot}'/>");

        Assert.Equal($"<message from='{Romeo}' to='{Bot}'/>", await local.ReceiveAsync());
        await none.ExpectNothingAsync();
    }

    [Fact]
    public async Task Domain_whose_component_has_gone_is_unknown()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync(Romeo);

        bot.Send("</stream:stream>");
        await bot.ReceiveToEndAsync();

        Assert.Contains("<remote-server-not-found ", await romeo.RequestAsync($"<message to='{Bot}' id='1'/>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_to_an_absent_user_is_stored_and_one_to_nobody_comes_back()
    {
        await using var server = new TestServer();
        var account = await server.AddAccountAsync("romeo@example.org");
        var bot = await server.JoinAsync(Bot);

        bot.Send($"<message from='{Bot}' to='romeo@example.org'><body>Hi</body></message>");
        await bot.ExpectNothingAsync();
        Assert.Equal(1, await server.Stores.Offline.CountAsync(account));

        var answer = await bot.RequestAsync($"<message from='a@{Bot}' to='nobody@example.org' id='1'><body>Hi</body></message>");
        Assert.Contains($"from='nobody@example.org' to='a@{Bot}'", answer, StringComparison.Ordinal);
        Assert.Contains("<service-unavailable ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Component_cannot_register_accounts()
    {
        await using var server = new TestServer(new TestServerOptions { ModuleOptions = new() { Register = new() { Policy = RegistrationPolicy.Open } } });
        var bot = await server.JoinAsync(Bot);

        var answer = await bot.RequestAsync(
            $"<iq type='set' id='1' from='{Bot}' to='example.org'><query xmlns='jabber:iq:register'>"
            + "<username>mallory</username><password>x</password></query></iq>");

        Assert.Contains("<forbidden ", answer, StringComparison.Ordinal);
    }

    private static void AssertBadRequest(string answer, string to)
    {
        Assert.StartsWith("<message id='1' type='error' from=", answer, StringComparison.Ordinal);
        Assert.Contains(to, answer, StringComparison.Ordinal);
        Assert.Contains("<error type='modify'><bad-request ", answer, StringComparison.Ordinal);
    }
}
