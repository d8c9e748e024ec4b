using Meerkat.Engine.Net;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Presence;

/// <summary>RFC 6121 §4 between the accounts of one server.</summary>
public sealed class PresenceModuleTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";
    private const string Nurse = "nurse@example.org/kitchen";

    [Fact]
    public async Task Presence_too_large_to_keep_is_refused()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<presence><status>{new string('x', 20_000)}</status></presence>");

        Assert.Contains("<policy-violation ", await romeo.ReceiveAsync(), StringComparison.Ordinal);
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Initial_presence_is_shown_to_contacts_and_own_resources_and_theirs_to_it()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var juliet = await server.LoginAvailableAsync(Juliet, "<presence><show>away</show></presence>");
        var street = await server.LoginAvailableAsync("romeo@example.org/street");
        await juliet.DrainAsync();
        var stranger = await server.LoginAvailableAsync(Nurse);

        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<presence><show>chat</show></presence>");
        var shown = await romeo.DrainAsync();

        await juliet.ExpectAsync($"<presence from='{Romeo}' to='juliet@example.org'><show>chat</show></presence>");
        await street.ExpectAsync($"<presence from='{Romeo}' to='romeo@example.org'><show>chat</show></presence>");
        await stranger.ExpectNothingAsync();
        Assert.Equal(
            [
                $"<presence from='{Romeo}' to='romeo@example.org'><show>chat</show></presence>",
                $"<presence to='{Romeo}' from='romeo@example.org/street'/>",
                $"<presence to='{Romeo}' from='{Juliet}'><show>away</show></presence>",
            ],
            shown);
    }

    [Theory]
    [InlineData(Subscription.To, false)]
    [InlineData(Subscription.From, true)]
    [InlineData(Subscription.None, false)]
    public async Task Presence_is_shown_to_those_who_are_subscribed(Subscription subscription, bool isShown)
    {
        await using var server = new TestServer();
        await server.SetRosterItemAsync("romeo@example.org", "juliet@example.org", subscription);
        var juliet = await server.LoginAvailableAsync(Juliet);

        var romeo = await server.LoginAvailableAsync(Romeo);
        await romeo.DrainAsync();

        Assert.Equal(isShown ? 1 : 0, (await juliet.DrainAsync()).Count);
    }

    [Theory]
    [InlineData("<presence><priority>128</priority></presence>")]
    [InlineData("<presence><priority>-129</priority></presence>")]
    [InlineData("<presence><priority>high</priority></presence>")]
    [InlineData("<presence><priority>1</priority><priority>2</priority></presence>")]
    public async Task Priority_that_cannot_be_is_a_bad_request(string presence)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        Assert.Contains("<bad-request", await romeo.RequestAsync(presence), StringComparison.Ordinal);
        Assert.Null(server.FindSession(Romeo)!.Presence);
    }

    [Fact]
    public async Task Unavailable_presence_goes_to_contacts_with_its_content_and_once()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var juliet = await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAvailableAsync(Romeo);
        await juliet.DrainAsync();

        romeo.Send("<presence type='unavailable'><status>bye</status></presence></stream:stream>");
        await romeo.ReceiveToEndAsync();
        romeo.Transport.PushFin();
        await Eventually.IsTrueAsync(() => server.Sessions.SessionCount == 1);

        Assert.Equal(
            [$"<presence from='{Romeo}' to='juliet@example.org' type='unavailable'><status>bye</status></presence>"],
            await juliet.DrainAsync());
    }

    [Fact]
    public async Task Lost_connection_makes_the_session_unavailable()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var juliet = await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAvailableAsync(Romeo);
        await juliet.DrainAsync();

        romeo.Transport.PushReset();

        await juliet.ExpectAsync($"<presence from='{Romeo}' to='juliet@example.org' type='unavailable'/>");
    }

    [Fact]
    public async Task Session_that_ends_while_it_becomes_available_is_seen_to_come_and_then_to_go()
    {
        var stores = new HookedStores();
        await using var server = new TestServer(new TestServerOptions { Stores = stores });
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var juliet = await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);
        var isLoading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stores.BeforeRosterLoad = _ =>
        {
            stores.BeforeRosterLoad = _ => Task.CompletedTask;
            isLoading.SetResult();
            return gate.Task;
        };
        romeo.Send("<presence/>");
        await isLoading.Task.WaitAsync(TestClient.Patience, TestContext.Current.CancellationToken);

        romeo.Connection.Abort(CloseReason.PeerReset);
        await Eventually.IsTrueAsync(() => server.Sessions.SessionCount == 1);
        await juliet.ExpectNothingAsync();
        gate.SetResult();

        await juliet.ExpectAsync(
            $"<presence from='{Romeo}' to='juliet@example.org'/>",
            $"<presence from='{Romeo}' to='juliet@example.org' type='unavailable'/>");
        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Fan_out_in_slices_keeps_the_order_for_every_contact()
    {
        await using var server = new TestServer(new TestServerOptions { Limits = new() { FanOutPerTurn = 2 } });
        var contacts = new List<TestClient>();
        for (var i = 0; i < 7; i++)
        {
            await server.BefriendAsync("romeo@example.org", $"contact{i}@example.org");
            contacts.Add(await server.LoginAvailableAsync($"contact{i}@example.org/r"));
        }

        var romeo = await server.LoginAsync(Romeo);
        romeo.Send("<presence/>" + string.Concat(Enumerable.Range(0, 20).Select(n => $"<presence><status>{n}</status></presence>"))
            + "<presence type='unavailable'/>");
        await romeo.DrainAsync();

        foreach (var contact in contacts)
        {
            var seen = await contact.DrainAsync();
            Assert.Equal(22, seen.Count);
            for (var n = 0; n < 20; n++) Assert.Contains($"<status>{n}</status>", seen[n + 1], StringComparison.Ordinal);
            Assert.Contains("type='unavailable'", seen[21], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Directed_presence_is_taken_back_when_the_session_ends()
    {
        await using var server = new TestServer();
        var nurse = await server.LoginAsync(Nurse);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send($"<presence to='{Nurse}'><status>hello</status></presence>");
        await nurse.ExpectAsync($"<presence from='{Romeo}' to='{Nurse}'><status>hello</status></presence>");

        romeo.Transport.PushReset();

        Assert.Contains("type='unavailable'", await nurse.ReceiveAsync(), StringComparison.Ordinal);
        await nurse.ExpectNothingAsync();
    }

    [Fact]
    public async Task Directed_presence_that_was_taken_back_is_not_again()
    {
        await using var server = new TestServer();
        var nurse = await server.LoginAsync(Nurse);
        var romeo = await server.LoginAsync(Romeo);
        romeo.Send($"<presence to='{Nurse}'/><presence to='{Nurse}' type='unavailable'/>");
        await romeo.ExpectNothingAsync();
        Assert.Equal(2, (await nurse.DrainAsync()).Count);

        romeo.Transport.PushReset();
        await Eventually.IsTrueAsync(() => server.Sessions.SessionCount == 1);
        await Eventually.IsTrueAsync(() => server.Ends.UnderWay == 0);

        await nurse.ExpectNothingAsync();
    }

    [Fact]
    public async Task Directed_presence_of_a_contact_is_taken_back_once()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "nurse@example.org");
        var nurse = await server.LoginAvailableAsync(Nurse);
        var romeo = await server.LoginAvailableAsync(Romeo);
        romeo.Send($"<presence to='{Nurse}'/>");
        await romeo.ExpectNothingAsync();
        await nurse.DrainAsync();

        romeo.Send("<presence type='unavailable'/>");
        await romeo.ExpectNothingAsync();

        Assert.Single(await nurse.DrainAsync());
    }

    [Fact]
    public async Task Directed_presence_over_the_limit_is_refused()
    {
        await using var server = new TestServer(new TestServerOptions { Limits = new() { DirectedPresences = 1 } });
        var nurse = await server.LoginAsync(Nurse);
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send($"<presence to='{Nurse}'/>");
        var answer = await romeo.RequestAsync($"<presence to='{Juliet}'/>");

        Assert.Contains("<resource-constraint", answer, StringComparison.Ordinal);
        Assert.Single(await nurse.DrainAsync());
    }

    [Fact]
    public async Task Probe_is_answered_to_those_who_are_subscribed()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        await server.LoginAvailableAsync(Juliet, "<presence><show>dnd</show></presence>");
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<presence type='probe' to='juliet@example.org'/>");

        await romeo.ExpectAsync($"<presence from='{Juliet}' to='{Romeo}'><show>dnd</show></presence>");
    }

    [Fact]
    public async Task Probe_of_a_contact_that_is_away_is_answered_with_unavailable()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<presence type='probe' to='juliet@example.org'/>");

        await romeo.ExpectAsync($"<presence from='juliet@example.org' type='unavailable' to='{Romeo}'/>");
    }

    [Fact]
    public async Task Probe_of_a_stranger_tells_nothing_of_presence()
    {
        await using var server = new TestServer();
        await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAvailableAsync(Romeo);

        romeo.Send("<presence type='probe' to='juliet@example.org'/>");

        Assert.DoesNotContain(await romeo.DrainAsync(), unit => unit.Contains("balcony", StringComparison.Ordinal));
    }
}
