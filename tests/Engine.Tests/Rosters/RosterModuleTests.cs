using Meerkat.Engine.Rosters;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Rosters;

/// <summary>RFC 6121 §2.</summary>
public sealed class RosterModuleTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Get = "<iq type='get' id='g'><query xmlns='jabber:iq:roster'/></iq>";
    private const string SetJuliet =
        "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='juliet@example.org' name='J &amp; C'><group>Friends</group></item></query></iq>";

    [Theory]
    [InlineData("<query xmlns='jabber:iq:roster'/>", "bad-request")]
    [InlineData("<query xmlns='jabber:iq:roster'><item jid='a@b'/><item jid='c@d'/></query>", "bad-request")]
    [InlineData("<query xmlns='jabber:iq:roster'><item/></query>", "bad-request")]
    [InlineData("<query xmlns='jabber:iq:roster'><item jid='@'/></query>", "jid-malformed")]
    [InlineData("<query xmlns='jabber:iq:roster'><item jid='romeo@example.org'/></query>", "not-allowed")]
    [InlineData("<query xmlns='jabber:iq:roster'><item jid='a@b'><group/></item></query>", "not-acceptable")]
    [InlineData("<query xmlns='jabber:iq:roster'><item jid='a@b'><group>x</group><group>x</group></item></query>", "bad-request")]
    [InlineData("<query xmlns='jabber:iq:roster'><item jid='a@b' subscription='remove'/></query>", "item-not-found")]
    public async Task Set_that_cannot_be_is_refused(string query, string condition)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<iq type='set' id='s'>{query}</iq>");

        Assert.Contains($"<{condition} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("group")]
    public async Task Name_or_group_that_is_too_long_is_not_acceptable(string what)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var text = new string('x', 1024);
        var item = what == "name" ? $"<item jid='a@b' name='{text}'/>" : $"<item jid='a@b'><group>{text}</group></item>";

        var answer = await romeo.RequestAsync($"<iq type='set' id='s'><query xmlns='jabber:iq:roster'>{item}</query></iq>");

        Assert.Contains("<not-acceptable ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_is_pushed_to_interested_resources_only_and_is_in_the_next_get()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var interested = await server.LoginAsync("romeo@example.org/street");
        await interested.RequestAsync(Get);

        var result = await romeo.RequestAsync(SetJuliet);
        var push = await interested.ReceiveAsync();
        var roster = await romeo.RequestAsync(Get);

        const string item = "<item jid='juliet@example.org' name='J &amp; C' subscription='none'><group>Friends</group></item>";
        Assert.Equal($"<iq id='s' type='result' from='romeo@example.org' to='{Romeo}'/>", result);
        Assert.Contains(item, push, StringComparison.Ordinal);
        Assert.Contains("to='romeo@example.org/street'", push, StringComparison.Ordinal);
        Assert.Contains(item, roster, StringComparison.Ordinal);
        await interested.ExpectNothingAsync();
    }

    [Fact]
    public async Task Version_that_is_current_is_answered_with_nothing()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        await romeo.RequestAsync(SetJuliet);

        var current = await romeo.RequestAsync("<iq type='get' id='g'><query xmlns='jabber:iq:roster' ver='1'/></iq>");
        var older = await romeo.RequestAsync("<iq type='get' id='g'><query xmlns='jabber:iq:roster' ver='0'/></iq>");

        Assert.DoesNotContain("<query", current, StringComparison.Ordinal);
        Assert.Contains("<query xmlns='jabber:iq:roster' ver='1'>", older, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_s_roster_is_forbidden()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        foreach (var type in new[] { "get", "set" })
        {
            var answer = await romeo.RequestAsync(
                $"<iq type='{type}' id='g' to='juliet@example.org'><query xmlns='jabber:iq:roster'/></iq>");
            Assert.Contains("<forbidden ", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Roster_that_is_full_takes_no_more()
    {
        await using var server = new TestServer(new TestServerOptions { Limits = new() { RosterItems = 1 } });
        var romeo = await server.LoginAsync(Romeo);
        await romeo.RequestAsync(SetJuliet);

        var second = await romeo.RequestAsync(SetJuliet.Replace("juliet@", "nurse@", StringComparison.Ordinal));
        var change = await romeo.RequestAsync(SetJuliet);

        Assert.Contains("<resource-constraint ", second, StringComparison.Ordinal);
        Assert.Contains("type='result'", change, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removal_ends_the_subscriptions_both_ways()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");
        await juliet.RequestAsync(Get);
        var romeo = await server.LoginAvailableAsync(Romeo);
        await juliet.DrainAsync();

        var answer = await romeo.RequestAsync(
            "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='juliet@example.org' subscription='remove'/></query></iq>");
        await romeo.DrainAsync();

        Assert.DoesNotContain("type='error'", answer, StringComparison.Ordinal);
        var roster = await server.Stores.Rosters.LoadAsync(Jid.Parse("juliet@example.org"));
        Assert.Equal(Subscription.None, roster.Find(Jid.Parse("romeo@example.org"))!.Subscription);
        Assert.Contains(
            await juliet.DrainAsync(),
            unit => unit.Contains($"from='{Romeo}'", StringComparison.Ordinal) && unit.Contains("unavailable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_while_the_roster_is_loaded_is_not_hidden_by_the_cache()
    {
        var stores = new HookedStores();
        await using var server = new TestServer(new TestServerOptions { Stores = stores });
        var romeo = await server.LoginAsync(Romeo);
        var juliet = Jid.Parse("juliet@example.org");
        stores.AfterRosterLoad = async account =>
        {
            // The load has its old answer; the change comes before the answer is cached.
            stores.AfterRosterLoad = _ => Task.CompletedTask;
            await server.Services.Rosters.UpdateAsync(account, juliet, _ => new RosterItem(juliet));
        };

        var old = await romeo.RequestAsync(Get);
        var current = await romeo.RequestAsync(Get);

        Assert.DoesNotContain("juliet", old, StringComparison.Ordinal);
        Assert.Contains("juliet", current, StringComparison.Ordinal);
    }
}
