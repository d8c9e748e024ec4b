using Meerkat.Engine.Rosters;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Presence;

/// <summary>RFC 6121 §3 from end to end; the state tables are tested beside the rosters.</summary>
public sealed class SubscriptionServiceTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";

    [Fact]
    public async Task Nobody_subscribes_to_itself()
    {
        await using var server = new TestServer();
        var romeo = await InterestedAsync(server, Romeo);

        romeo.Send("<presence type='subscribe' to='romeo@example.org'/><presence type='subscribed' to='romeo@example.org'/>");

        await romeo.ExpectNothingAsync();
        Assert.Empty((await server.Stores.Rosters.LoadAsync(Jid.Parse("romeo@example.org"))).Items);
    }

    [Fact]
    public async Task Request_is_pushed_to_who_asks_and_shown_to_who_is_asked()
    {
        await using var server = new TestServer();
        var romeo = await InterestedAsync(server, Romeo);
        var juliet = await InterestedAsync(server, Juliet);

        romeo.Send("<presence type='subscribe' to='juliet@example.org/balcony' id='s1'><status>please</status></presence>");

        var push = await romeo.ReceiveAsync();
        Assert.Contains("<item jid='juliet@example.org' subscription='none' ask='subscribe'/>", push, StringComparison.Ordinal);
        await juliet.ExpectAsync(
            "<presence from='romeo@example.org' to='juliet@example.org' type='subscribe' id='s1'><status>please</status></presence>");
    }

    [Fact]
    public async Task Approval_is_pushed_to_both_and_presence_is_shown()
    {
        await using var server = new TestServer();
        var romeo = await InterestedAsync(server, Romeo);
        var juliet = await InterestedAsync(server, Juliet);
        romeo.Send("<presence type='subscribe' to='juliet@example.org'/>");
        await romeo.ReceiveAsync();
        await juliet.ReceiveAsync();

        juliet.Send("<presence type='subscribed' to='romeo@example.org'/>");
        var seenByJuliet = await juliet.DrainAsync();
        var seenByRomeo = await romeo.DrainAsync();

        Assert.Contains("<item jid='romeo@example.org' subscription='from'/>", Assert.Single(seenByJuliet), StringComparison.Ordinal);
        Assert.Equal(3, seenByRomeo.Count);
        Assert.Contains(seenByRomeo, unit => unit.Contains("<item jid='juliet@example.org' subscription='to'/>", StringComparison.Ordinal));
        Assert.Contains(seenByRomeo, unit => unit.Contains("type='subscribed'", StringComparison.Ordinal));
        Assert.Contains(seenByRomeo, unit => unit.Contains($"from='{Juliet}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_waits_for_who_is_away_and_is_shown_until_it_is_answered()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<presence type='subscribe' to='juliet@example.org'/>");
        await romeo.ExpectNothingAsync();

        for (var i = 0; i < 2; i++)
        {
            var juliet = await server.LoginAsync(Juliet);
            juliet.Send("<presence/>");
            Assert.Contains(await juliet.DrainAsync(), unit => unit.Contains("type='subscribe'", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Large_request_is_kept_without_its_content()
    {
        await using var server = new TestServer();
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<presence type='subscribe' to='juliet@example.org'><status>{new string('x', 5000)}</status></presence>");
        await romeo.ExpectNothingAsync();

        var roster = await server.Stores.Rosters.LoadAsync(Jid.Parse("juliet@example.org"));
        Assert.InRange(roster.Find(Jid.Parse("romeo@example.org"))!.Request!.Length, 1, 200);
    }

    [Fact]
    public async Task Contact_who_loses_a_subscription_sees_the_user_go()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var romeo = await server.LoginAvailableAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Juliet);
        await romeo.DrainAsync();

        romeo.Send("<presence type='unsubscribed' to='juliet@example.org'/>");
        await romeo.DrainAsync();

        Assert.Contains(
            await juliet.DrainAsync(),
            unit => unit.Contains("type='unavailable'", StringComparison.Ordinal) && unit.Contains(Romeo, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Subscription_that_does_not_fit_the_roster_is_refused()
    {
        await using var server = new TestServer(new TestServerOptions { Limits = new() { RosterItems = 1 } });
        await server.SetRosterItemAsync("romeo@example.org", "nurse@example.org", Subscription.None);
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync("<presence type='subscribe' to='juliet@example.org'/>");

        Assert.Contains("<resource-constraint", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_to_another_domain_without_a_route_is_answered_with_an_error()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync("<presence type='subscribe' to='benvolio@elsewhere.example'/>");

        Assert.Contains("<remote-server-not-found", answer, StringComparison.Ordinal);
    }

    private static async Task<TestClient> InterestedAsync(TestServer server, string jid)
    {
        var client = await server.LoginAvailableAsync(jid);
        await client.RequestAsync("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
        return client;
    }
}
