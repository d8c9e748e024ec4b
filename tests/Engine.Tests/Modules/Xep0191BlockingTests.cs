using Meerkat.Engine.Modules;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

/// <summary>XEP-0191: what clients ask for, and what they are told. Effects are tested in <c>Blocking</c>.</summary>
public sealed class Xep0191BlockingTests
{
    private const string Juliet = "juliet@example.org/balcony";
    private const string Chamber = "juliet@example.org/chamber";
    private const string GetList = "<iq type='get' id='1'><blocklist xmlns='urn:xmpp:blocking'/></iq>";

    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");

    public static TheoryData<string, string> Refused => new()
    {
        { "<block xmlns='urn:xmpp:blocking'/>", "bad-request" },
        { "<block xmlns='urn:xmpp:blocking'><item xmlns='urn:other' jid='romeo@montague.net'/></block>", "bad-request" },
        { "<block xmlns='urn:xmpp:blocking'><item/></block>", "bad-request" },
        { "<block xmlns='urn:xmpp:blocking'><item jid='romeo@montague.net'/><item/></block>", "bad-request" },
        { "<block xmlns='urn:xmpp:blocking'><item jid=''/></block>", "jid-malformed" },
        { "<block xmlns='urn:xmpp:blocking'><item jid='romeo@montague.net'/><item jid='@'/></block>", "jid-malformed" },
        { "<block xmlns='urn:xmpp:blocking'><item jid='juliet@example.org'/></block>", "not-allowed" },
        { "<block xmlns='urn:xmpp:blocking'><item jid='Juliet@example.org/chamber'/></block>", "not-allowed" },
        { "<block xmlns='urn:xmpp:blocking'><item jid='example.org/x'/></block>", "not-allowed" },
        { "<block xmlns='urn:xmpp:blocking'><item jid='a.net'/><item jid='b.net'/><item jid='c.net'/></block>", "resource-constraint" },
        { "<unblock xmlns='urn:xmpp:blocking'><item/></unblock>", "bad-request" },
        { "<unblock xmlns='urn:xmpp:blocking'><item jid='@'/></unblock>", "jid-malformed" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Command_that_cannot_be_carried_out_changes_nothing(string command, string condition)
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);
        await server.Stores.Blocklists.AddAsync(_juliet, [Jid.Parse("iago@shakespeare.lit")], 3);

        var answer = await juliet.RequestAsync($"<iq type='set' id='1'>{command}</iq>");

        Assert.Contains(" type='error'", answer, StringComparison.Ordinal);
        Assert.Contains($"<{condition} ", answer, StringComparison.Ordinal);
        Assert.Single(await server.Stores.Blocklists.ListAsync(_juliet));
        await juliet.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("<iq type='get' id='1' to='juliet@example.org'><blocklist xmlns='urn:xmpp:blocking'/></iq>")]
    [InlineData("<iq type='set' id='1' to='juliet@example.org'><block xmlns='urn:xmpp:blocking'><item jid='a.net'/></block></iq>")]
    [InlineData("<iq type='set' id='1' to='juliet@example.org'><unblock xmlns='urn:xmpp:blocking'/></iq>")]
    public async Task Somebody_else_s_list_is_forbidden(string request)
    {
        await using var server = Server();
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        Assert.Contains("<forbidden ", await romeo.RequestAsync(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_advertises_it()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);

        var info = await juliet.RequestAsync(
            "<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");

        Assert.Contains("<feature var='urn:xmpp:blocking'/>", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_holds_what_was_blocked_as_it_was_prepared()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);

        Assert.Equal(Result("<blocklist xmlns='urn:xmpp:blocking'/>"), await juliet.RequestAsync(GetList));
        juliet.Send(Block("ROMEO@montague.net", "iago@shakespeare.lit", "romeo@montague.net"));
        Assert.Equal(2, (await juliet.DrainAsync()).Count);

        var list = await juliet.RequestAsync(GetList);
        Assert.StartsWith(Result("<blocklist xmlns='urn:xmpp:blocking'>")[..^5], list, StringComparison.Ordinal);
        Assert.Equal(3, list.Split("<item ").Length);
        Assert.Contains("<item jid='romeo@montague.net'/>", list, StringComparison.Ordinal);
        Assert.Contains("<item jid='iago@shakespeare.lit'/>", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_that_asked_for_the_list_are_told_of_each_change()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);
        var chamber = await server.LoginAsync(Chamber);
        var silent = await server.LoginAsync("juliet@example.org/silent");
        await juliet.RequestAsync(GetList);
        await chamber.RequestAsync(GetList);

        await AssertChangeAsync(
            Block("romeo@montague.net", "iago@shakespeare.lit"),
            "<block xmlns='urn:xmpp:blocking'><item jid='romeo@montague.net'/><item jid='iago@shakespeare.lit'/></block>");
        await AssertChangeAsync(
            Block("romeo@montague.net", "tybalt@capulet.com"),
            "<block xmlns='urn:xmpp:blocking'><item jid='tybalt@capulet.com'/></block>");
        await AssertChangeAsync(
            Unblock("romeo@montague.net", "nobody@montague.net"),
            "<unblock xmlns='urn:xmpp:blocking'><item jid='romeo@montague.net'/></unblock>");
        await AssertChangeAsync(Unblock(), "<unblock xmlns='urn:xmpp:blocking'/>");
        await silent.ExpectNothingAsync();
        Assert.Empty(await server.Stores.Blocklists.ListAsync(_juliet));

        async Task AssertChangeAsync(string command, string push)
        {
            Assert.Equal(Result(""), await juliet.RequestAsync(command));
            AssertPush(Juliet, push, await juliet.ReceiveAsync());
            AssertPush(Chamber, push, await chamber.ReceiveAsync());
        }
    }

    [Fact]
    public async Task Command_that_changes_nothing_is_carried_out_and_told_to_nobody()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);
        await server.Stores.Blocklists.AddAsync(_juliet, [Jid.Parse("romeo@montague.net")], 10);
        await juliet.RequestAsync(GetList);

        Assert.Equal(Result(""), await juliet.RequestAsync(Block("romeo@montague.net")));
        Assert.Equal(Result(""), await juliet.RequestAsync(Unblock("iago@shakespeare.lit")));

        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Answers_to_pushes_are_taken_silently()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);
        await juliet.RequestAsync(GetList);
        await juliet.RequestAsync(Block("romeo@montague.net"));
        await juliet.ReceiveAsync();

        juliet.Send("<iq type='result' id='block1'/><iq type='error' id='block1'/>");

        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task List_is_there_in_the_next_session_and_gone_with_the_account()
    {
        await using var server = Server();
        var juliet = await server.LoginAsync(Juliet);
        await juliet.RequestAsync(Block("romeo@montague.net"));
        juliet.Send("</stream:stream>");
        await juliet.ReceiveToEndAsync();
        juliet.Transport.PushFin();
        await server.WhenAllClosedAsync();

        juliet = await server.LoginAsync(Juliet);
        Assert.Contains("<item jid='romeo@montague.net'/>", await juliet.RequestAsync(GetList), StringComparison.Ordinal);
        await juliet.RequestAsync("<iq type='set' id='1'><query xmlns='jabber:iq:register'><remove/></query></iq>");
        await juliet.ReceiveToEndAsync();
        juliet.Transport.PushFin();
        await server.WhenAllClosedAsync();

        await server.AddAccountAsync(Juliet);
        Assert.Empty(await server.Stores.Blocklists.ListAsync(_juliet));
    }

    private static TestServer Server() =>
        new(new TestServerOptions { ModuleOptions = new ModuleOptions { Blocking = new BlockingOptions { MaxItems = 3 } } });

    private static string Result(string payload) => payload.Length == 0
        ? $"<iq id='1' type='result' from='juliet@example.org' to='{Juliet}'/>"
        : $"<iq id='1' type='result' from='juliet@example.org' to='{Juliet}'>{payload}</iq>";

    private static void AssertPush(string to, string payload, string push)
    {
        Assert.StartsWith("<iq type='set' id='block", push, StringComparison.Ordinal);
        Assert.EndsWith($"' to='{to}'>{payload}</iq>", push, StringComparison.Ordinal);
    }

    private static string Block(params string[] jids) =>
        $"<iq type='set' id='1'><block xmlns='urn:xmpp:blocking'>{Items(jids)}</block></iq>";

    private static string Unblock(params string[] jids) =>
        $"<iq type='set' id='1'><unblock xmlns='urn:xmpp:blocking'>{Items(jids)}</unblock></iq>";

    private static string Items(string[] jids) => string.Concat(jids.Select(jid => $"<item jid='{jid}'/>"));
}
