using Meerkat.Engine.Rosters;
using Meerkat.Engine.Tests.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Blocking;

/// <summary>XEP-0191: who sees whom come and go when somebody is blocked and unblocked, and after that.</summary>
public sealed class BlockingPresenceTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";

    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");

    private readonly RemoteDomain _elsewhere = new("elsewhere.example");

    [Theory]
    [InlineData("romeo@example.org")]
    [InlineData("romeo@example.org/orchard")]
    [InlineData("example.org")]
    public async Task Subscriber_sees_the_user_go_and_come_back(string blocked)
    {
        await using var server = Server();
        await server.BefriendAsync("juliet@example.org", "romeo@example.org");
        var romeo = await server.LoginAvailableAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Juliet, "<presence><show>away</show></presence>");
        await romeo.DrainAsync();

        await juliet.RequestAsync(Block(blocked));
        var gone = Assert.Single(await romeo.DrainAsync());
        await juliet.RequestAsync(Unblock(blocked));
        var back = Assert.Single(await romeo.DrainAsync());

        Assert.Contains($"from='{Juliet}'", gone, StringComparison.Ordinal);
        Assert.Contains("type='unavailable'", gone, StringComparison.Ordinal);
        Assert.Contains($"from='{Juliet}'", back, StringComparison.Ordinal);
        Assert.Contains("<show>away</show>", back, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Subscription.None, 0)]
    [InlineData(Subscription.To, 0)]
    [InlineData(Subscription.From, 2)]
    [InlineData(Subscription.Both, 2)]
    public async Task Only_who_may_see_presence_is_told(Subscription subscription, int told)
    {
        await using var server = Server();
        await server.SetRosterItemAsync("juliet@example.org", "romeo@example.org", subscription);
        var romeo = await server.LoginAvailableAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Juliet);
        await romeo.DrainAsync();

        await juliet.RequestAsync(Block("romeo@example.org"));
        await juliet.RequestAsync(Unblock("romeo@example.org"));
        var seen = await romeo.DrainAsync();

        Assert.Equal(told, seen.Count);
    }

    [Fact]
    public async Task Who_got_directed_presence_is_told_once_and_not_at_the_end()
    {
        await using var server = Server();
        var romeo = await server.LoginAvailableAsync(Romeo);
        var juliet = await server.LoginAsync(Juliet);
        juliet.Send($"<presence to='{Romeo}'/><presence to='room@elsewhere.example/juliet'/>");
        await juliet.ExpectNothingAsync();
        await romeo.DrainAsync();

        await juliet.RequestAsync(Block("romeo@example.org"));
        var gone = Assert.Single(await romeo.DrainAsync());
        await juliet.RequestAsync(Unblock("romeo@example.org"));
        juliet.Send("<presence type='unavailable'/>");
        await juliet.DrainAsync();

        Assert.Contains("type='unavailable'", gone, StringComparison.Ordinal);
        await romeo.ExpectNothingAsync();
        Assert.Equal(2, _elsewhere.Count);
    }

    [Fact]
    public async Task Blocked_contacts_see_nothing_of_what_follows_nor_does_the_user()
    {
        await using var server = Server();
        await server.BefriendAsync("juliet@example.org", "romeo@example.org");
        await server.BefriendAsync("juliet@example.org", "nurse@example.org");
        await server.Services.Blocklists.BlockAsync(_juliet, [Jid.Parse("romeo@example.org")], 10);
        var nurse = await server.LoginAvailableAsync("nurse@example.org/house");
        var romeo = await server.LoginAvailableAsync(Romeo);

        var juliet = await server.LoginAsync(Juliet);
        juliet.Send("<presence/>");
        var welcome = await juliet.DrainAsync();
        juliet.Send("<presence><show>dnd</show></presence>");
        await juliet.DrainAsync();
        romeo.Send("<presence><show>away</show></presence>");
        await romeo.DrainAsync();
        romeo.Send("<presence to='juliet@example.org' type='probe'/>");
        await romeo.ExpectNothingAsync();
        juliet.Send("<presence type='unavailable'/>");
        await juliet.DrainAsync();

        Assert.DoesNotContain(welcome, presence => presence.Contains("romeo", StringComparison.Ordinal));
        Assert.Equal(3, (await nurse.DrainAsync()).Count);
        await romeo.ExpectNothingAsync();
        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Session_that_becomes_available_sees_nothing_of_who_blocks_its_user()
    {
        await using var server = Server();
        await server.BefriendAsync("juliet@example.org", "romeo@example.org");
        await server.Services.Blocklists.BlockAsync(_juliet, [Jid.Parse("romeo@example.org")], 10);
        var juliet = await server.LoginAvailableAsync(Juliet);

        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<presence/>");
        var welcome = await romeo.DrainAsync();

        Assert.Contains($"from='{Romeo}'", Assert.Single(welcome), StringComparison.Ordinal);
        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Only_the_blocked_resource_sees_nothing()
    {
        await using var server = Server();
        await server.BefriendAsync("juliet@example.org", "romeo@example.org");
        await server.Services.Blocklists.BlockAsync(_juliet, [Jid.Parse(Romeo)], 10);
        var orchard = await server.LoginAvailableAsync(Romeo);
        var tomb = await server.LoginAvailableAsync("romeo@example.org/tomb");
        await orchard.DrainAsync();

        var juliet = await server.LoginAsync(Juliet);
        juliet.Send("<presence/>");
        var welcome = await juliet.DrainAsync();

        Assert.Single(welcome, presence => presence.Contains("romeo@example.org/tomb", StringComparison.Ordinal));
        Assert.DoesNotContain(welcome, presence => presence.Contains(Romeo, StringComparison.Ordinal));
        Assert.Single(await tomb.DrainAsync());
        await orchard.ExpectNothingAsync();
    }

    [Fact]
    public async Task Nothing_is_sent_to_blocked_contacts_elsewhere()
    {
        await using var server = Server();
        await server.SetRosterItemAsync("juliet@example.org", "friend@elsewhere.example", Subscription.Both);
        var juliet = await server.LoginAvailableAsync(Juliet);
        // Presence, and a probe.
        Assert.Equal(2, _elsewhere.Count);

        await juliet.RequestAsync(Block("elsewhere.example"));
        Assert.Equal(3, _elsewhere.Count);
        var chamber = await server.LoginAvailableAsync("juliet@example.org/chamber");
        chamber.Send("<presence type='unavailable'/>");
        await chamber.DrainAsync();
        Assert.Equal(3, _elsewhere.Count);

        await juliet.DrainAsync();
        await juliet.RequestAsync(Unblock("elsewhere.example"));
        await juliet.ExpectNothingAsync();
        Assert.Equal(5, _elsewhere.Count);
        Assert.Contains("type='unavailable'", _elsewhere.Received[2], StringComparison.Ordinal);
        Assert.Contains("to='friend@elsewhere.example'", _elsewhere.Received[3], StringComparison.Ordinal);
        Assert.Contains("type='probe'", _elsewhere.Received[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_sees_again_whom_it_unblocks()
    {
        await using var server = Server();
        await server.BefriendAsync("juliet@example.org", "romeo@example.org");
        await server.Services.Blocklists.BlockAsync(_juliet, [Jid.Parse("romeo@example.org")], 10);
        await server.LoginAvailableAsync(Romeo, "<presence><show>away</show></presence>");
        var juliet = await server.LoginAvailableAsync(Juliet);

        juliet.Send(Unblock("romeo@example.org"));

        Assert.Single(await juliet.DrainAsync(), stanza => stanza.Contains("<show>away</show>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_for_a_subscription_is_not_shown_while_who_asks_is_blocked()
    {
        await using var server = Server();
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<presence to='juliet@example.org' type='subscribe'/>");
        await romeo.DrainAsync();
        await server.Services.Blocklists.BlockAsync(_juliet, [Jid.Parse("romeo@example.org")], 10);

        var juliet = await server.LoginAsync(Juliet);
        juliet.Send("<presence/>");

        Assert.DoesNotContain(await juliet.DrainAsync(), stanza => stanza.Contains("subscribe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Removal_from_the_roster_still_ends_the_subscriptions()
    {
        await using var server = Server();
        await server.BefriendAsync("juliet@example.org", "romeo@example.org");
        await server.Services.Blocklists.BlockAsync(_juliet, [Jid.Parse("romeo@example.org")], 10);
        var juliet = await server.LoginAvailableAsync(Juliet);

        juliet.Send(
            "<iq type='set' id='1'><query xmlns='jabber:iq:roster'><item jid='romeo@example.org' subscription='remove'/></query></iq>");
        await juliet.DrainAsync();

        var item = Assert.Single((await server.Stores.Rosters.LoadAsync(Jid.Parse("romeo@example.org"))).Items);
        Assert.Equal(Subscription.None, item.Subscription);
    }

    private static string Block(string jid) =>
        $"<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='{jid}'/></block></iq>";

    private static string Unblock(string jid) =>
        $"<iq type='set' id='u'><unblock xmlns='urn:xmpp:blocking'><item jid='{jid}'/></unblock></iq>";

    private TestServer Server()
    {
        var server = new TestServer(new TestServerOptions { Routes = [_elsewhere] });
        _elsewhere.Server = server;
        return server;
    }
}
