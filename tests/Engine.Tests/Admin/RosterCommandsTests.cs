using Meerkat.Engine.Admin;
using Meerkat.Engine.Rosters;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>Rosters as administrators change them (2.2: ejabberdctl_SUITE, roster).</summary>
public sealed class RosterCommandsTests
{
    private const string Romeo = "romeo@example.org";
    private const string Juliet = "juliet@example.org";
    private const string GetRoster = "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>";

    [Fact]
    public async Task Contact_that_is_added_is_pushed_and_listed()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAsync($"{Romeo}/orchard");
        await romeo.RequestAsync(GetRoster);

        await admin.SayAsync("roster add", $"user={Romeo}", "contact=Juliet@Example.org/balcony", "name=My sun", "group=Capulet", "group=Love");

        Assert.Contains(
            $"<item jid='{Juliet}' name='My sun' subscription='none'><group>Capulet</group><group>Love</group></item>",
            await romeo.ReceiveAsync(),
            StringComparison.Ordinal);
        Assert.Equal([$"{Juliet} none none My sun Capulet,Love"], await admin.ListAsync("roster get", $"user={Romeo}"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("roster add", "user=nobody@example.org", $"contact={Juliet}"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("roster add", $"user={Romeo}", $"contact={Romeo}"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("roster add", $"user={Romeo}", $"contact={Juliet}", "group=a", "group=a"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("roster get", "user=nobody@example.org"));
    }

    [Fact]
    public async Task Contact_that_is_changed_keeps_what_is_not_named()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync(Romeo);
        await admin.SayAsync("roster add", $"user={Romeo}", $"contact={Juliet}", "name=My sun", "group=Love");

        await admin.SayAsync("roster add", $"user={Romeo}", $"contact={Juliet}", "subscription=to");

        Assert.Equal([$"{Juliet} to none My sun Love"], await admin.ListAsync("roster get", $"user={Romeo}"));
    }

    [Fact]
    public async Task Friends_see_each_other_once_both_sides_are_there()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAvailableAsync($"{Romeo}/orchard");
        var juliet = await admin.Server.LoginAvailableAsync($"{Juliet}/balcony");

        await admin.SayAsync("roster befriend", $"user={Romeo}", $"contact={Juliet}");

        Assert.StartsWith($"<presence from='{Juliet}/balcony' ", await romeo.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith($"<presence from='{Romeo}/orchard' ", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal([$"{Juliet} both none - "], await admin.ListAsync("roster get", $"user={Romeo}"));
        Assert.Equal([$"{Romeo} both none - "], await admin.ListAsync("roster get", $"user={Juliet}"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("roster befriend", $"user={Romeo}", "contact=nobody@example.org"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("roster befriend", $"user={Romeo}", "contact=example.org"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("roster befriend", $"user={Romeo}", $"contact={Romeo}"));
    }

    [Fact]
    public async Task Subscription_that_is_taken_back_hides_the_presence()
    {
        await using var admin = new AdminFixture();
        await admin.Server.BefriendAsync(Romeo, Juliet);
        await admin.Server.LoginAvailableAsync($"{Romeo}/orchard");
        var juliet = await admin.Server.LoginAvailableAsync($"{Juliet}/balcony");

        await admin.SayAsync("roster add", $"user={Romeo}", $"contact={Juliet}", "subscription=to");

        var seen = await juliet.ReceiveAsync();
        Assert.Contains($"from='{Romeo}/orchard'", seen, StringComparison.Ordinal);
        Assert.Contains("type='unavailable'", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_that_is_removed_is_pushed_and_loses_the_subscriptions()
    {
        await using var admin = new AdminFixture();
        await admin.Server.BefriendAsync(Romeo, Juliet);
        var romeo = await admin.Server.LoginAsync($"{Romeo}/orchard");
        await romeo.RequestAsync(GetRoster);

        await admin.SayAsync("roster delete", $"user={Romeo}", $"contact={Juliet}");

        Assert.Contains($"<item jid='{Juliet}' subscription='remove'/>", await romeo.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal([$"{Romeo} none none - "], await admin.ListAsync("roster get", $"user={Juliet}"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("roster delete", $"user={Romeo}", $"contact={Juliet}"));
    }

    [Fact]
    public async Task Contacts_are_found_and_removed_by_pattern()
    {
        await using var admin = new AdminFixture();
        await admin.Server.SetRosterItemAsync(Romeo, "a@one.example", Subscription.To);
        await admin.Server.SetRosterItemAsync(Romeo, "b@two.example", Subscription.Both);
        await admin.Server.SetRosterItemAsync(Juliet, "a@one.example", Subscription.None);

        string[] all = ["asks=any", "users=*", "contacts=*"];
        Assert.Equal(3, (await admin.ListAsync("roster process", ["action=list", "subscriptions=any", .. all])).Count);
        Assert.Equal(
            [$"{Juliet} a@one.example none none", $"{Romeo} a@one.example to none"],
            await admin.ListAsync("roster process", "action=list", "subscriptions=none:to", "asks=none", "users=*@example.org", "contacts=*@one.*"));
        Assert.Empty(await admin.ListAsync("roster process", "action=list", "subscriptions=any", "asks=in:out", "users=*", "contacts=*"));

        Assert.Equal([$"{Romeo} b@two.example both none"], await admin.ListAsync("roster process", ["action=delete", "subscriptions=both", .. all]));
        Assert.Equal(2, (await admin.ListAsync("roster process", ["action=list", "subscriptions=any", .. all])).Count);
        Assert.Single(AdminFixture.Mistakes("roster process", ["action=list", "subscriptions=none:most", .. all]));
    }
}
