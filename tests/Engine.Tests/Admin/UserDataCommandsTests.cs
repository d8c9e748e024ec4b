using Meerkat.Engine.Admin;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>What users keep, as administrators see it (2.2: ejabberdctl_SUITE, vcard, private, last, offline).</summary>
public sealed class UserDataCommandsTests
{
    private const string Romeo = "romeo@example.org";
    private const string Nobody = "nobody@example.org";

    [Fact]
    public async Task Vcard_is_set_and_shown_whole()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.LoginAsync($"{Romeo}/orchard");
        const string Vcard = "<vCard xmlns='vcard-temp'><FN>Romeo</FN></vCard>";

        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("vcard get", $"user={Romeo}"));
        await admin.SayAsync("vcard set", $"user={Romeo}", $"vcard= {Vcard}\n");

        Assert.Equal(Vcard, await admin.SayAsync("vcard get", $"user={Romeo}"));
        Assert.Contains(Vcard, await romeo.RequestAsync("<iq type='get' id='v'><vCard xmlns='vcard-temp'/></iq>"), StringComparison.Ordinal);
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("vcard set", $"user={Nobody}", $"vcard={Vcard}"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("vcard set", $"user={Romeo}", "vcard=<vCard/>"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no element")]
    [InlineData("<a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>text")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("</stream:stream>")]
    [InlineData("<a>&lol;</a>")]
    public void What_is_not_one_element_is_a_mistake(string xml) =>
        Assert.Single(AdminFixture.Mistakes("vcard set", $"user={Romeo}", $"vcard={xml}"));

    [Fact]
    public async Task Fields_of_a_vcard_are_set_one_by_one()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync(Romeo);

        await admin.SayAsync("vcard set-field", $"user={Romeo}", "field=NICKNAME", "value=R & J");
        await admin.SayAsync("vcard set-field", $"user={Romeo}", "field=N/FAMILY", "value=Montague");
        await admin.SayAsync("vcard set-field", $"user={Romeo}", "field=N/GIVEN", "value=Romeo");
        await admin.SayAsync("vcard set-field", $"user={Romeo}", "field=TITLE", "value=Lover", "value=Banished");
        await admin.SayAsync("vcard set-field", $"user={Romeo}", "field=NICKNAME", "value=Ro");

        Assert.Equal(["Ro"], await admin.ListAsync("vcard get-field", $"user={Romeo}", "field=NICKNAME"));
        Assert.Equal(["Montague"], await admin.ListAsync("vcard get-field", $"user={Romeo}", "field=N/FAMILY"));
        Assert.Equal(["Lover", "Banished"], await admin.ListAsync("vcard get-field", $"user={Romeo}", "field=TITLE"));
        Assert.Equal(
            "<vCard xmlns='vcard-temp'><NICKNAME>Ro</NICKNAME><N><FAMILY>Montague</FAMILY><GIVEN>Romeo</GIVEN></N>"
                + "<TITLE>Lover</TITLE><TITLE>Banished</TITLE></vCard>",
            (await admin.SayAsync("vcard get", $"user={Romeo}")).Replace(" xmlns='vcard-temp'", "", StringComparison.Ordinal)
                .Replace("<vCard>", "<vCard xmlns='vcard-temp'>", StringComparison.Ordinal));

        await admin.SayAsync("vcard set-field", $"user={Romeo}", "field=TITLE");
        Assert.Empty(await admin.ListAsync("vcard get-field", $"user={Romeo}", "field=TITLE"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("vcard get-field", $"user={Nobody}", "field=FN"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("vcard set-field", $"user={Nobody}", "field=FN", "value=x"));
        Assert.Single(AdminFixture.Mistakes("vcard get-field", $"user={Romeo}", "field=A/B/C"));
        Assert.Single(AdminFixture.Mistakes("vcard get-field", $"user={Romeo}", "field=<x>"));
    }

    [Fact]
    public async Task Private_element_is_set_and_shown()
    {
        await using var admin = new AdminFixture(new TestServerOptions { ModuleOptions = new() { Private = new() { MaxElements = 1 } } });
        var romeo = await admin.Server.LoginAsync($"{Romeo}/orchard");
        const string Element = "<exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus>";

        await admin.SayAsync("private set", $"user={Romeo}", $"xml={Element}");

        Assert.Equal(Element, await admin.SayAsync("private get", $"user={Romeo}", "element=exodus", "namespace=exodus:prefs"));
        Assert.Contains(
            Element,
            await romeo.RequestAsync("<iq type='get' id='p'><query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query></iq>"),
            StringComparison.Ordinal);
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("private get", $"user={Romeo}", "element=other", "namespace=exodus:prefs"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("private set", $"user={Nobody}", $"xml={Element}"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("private set", $"user={Romeo}", "xml=<exodus/>"));
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("private set", $"user={Romeo}", "xml=<other xmlns='urn:x'/>"));
    }

    [Fact]
    public async Task Blocklist_is_changed_as_clients_change_it()
    {
        await using var admin = new AdminFixture(new TestServerOptions { ModuleOptions = new() { Blocking = new() { MaxItems = 2 } } });
        await admin.Server.BefriendAsync(Romeo, "juliet@example.org");
        var juliet = await admin.Server.LoginAvailableAsync("juliet@example.org/balcony");
        var romeo = await admin.Server.LoginAvailableAsync($"{Romeo}/orchard");
        await romeo.RequestAsync("<iq type='get' id='b'><blocklist xmlns='urn:xmpp:blocking'/></iq>");
        await juliet.DrainAsync();

        await admin.SayAsync("blocklist add", $"user={Romeo}", "jid=juliet@example.org");
        Assert.Contains("<block xmlns='urn:xmpp:blocking'><item jid='juliet@example.org'/></block>", await romeo.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("type='unavailable'", Assert.Single(await juliet.DrainAsync()), StringComparison.Ordinal);
        Assert.Equal(["juliet@example.org"], await admin.ListAsync("blocklist list", $"user={Romeo}"));
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("blocklist add", $"user={Romeo}", "jid=juliet@example.org"));

        await admin.SayAsync("blocklist remove", $"user={Romeo}", "jid=juliet@example.org");
        Assert.Contains("<unblock xmlns='urn:xmpp:blocking'><item jid='juliet@example.org'/></unblock>", await romeo.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains($"<presence from='{Romeo}/orchard'", Assert.Single(await juliet.DrainAsync()), StringComparison.Ordinal);
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("blocklist remove", $"user={Romeo}", "jid=juliet@example.org"));

        await admin.SayAsync("blocklist add", $"user={Romeo}", "jid=one.example");
        await admin.SayAsync("blocklist add", $"user={Romeo}", "jid=two.example");
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("blocklist add", $"user={Romeo}", "jid=three.example"));
        Assert.Equal(AdminFailure.BadArgument, await admin.FailAsync("blocklist add", $"user={Romeo}", $"jid={Romeo}/orchard"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("blocklist list", $"user={Nobody}"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("blocklist add", $"user={Nobody}", "jid=one.example"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("blocklist remove", $"user={Nobody}", "jid=one.example"));
    }

    [Fact]
    public async Task Last_activity_is_set_and_shown()
    {
        await using var admin = new AdminFixture();
        await admin.Server.AddAccountAsync(Romeo);

        Assert.Equal(["False - -"], await admin.ListAsync("last get", $"user={Romeo}"));
        await admin.SayAsync("last set", $"user={Romeo}", "time=1700000000", "status=Farewell");
        Assert.Equal(["False 2023-11-14T22:13:20Z Farewell"], await admin.ListAsync("last get", $"user={Romeo}"));
        await admin.SayAsync("last set", $"user={Romeo}", "time=2026-01-31T12:00:00Z");
        await admin.Server.LoginAsync($"{Romeo}/orchard");
        Assert.Equal(["True 2026-01-31T12:00:00Z "], await admin.ListAsync("last get", $"user={Romeo}"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("last get", $"user={Nobody}"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("last set", $"user={Nobody}"));
        Assert.Single(AdminFixture.Mistakes("last set", $"user={Romeo}", "time=yesterday"));
    }

    [Fact]
    public async Task Offline_messages_are_counted_and_old_ones_removed()
    {
        await using var admin = new AdminFixture();
        var romeo = await admin.Server.AddAccountAsync(Romeo);
        var other = await admin.Server.AddAccountAsync("benvolio@example.net");
        foreach (var account in new[] { romeo, other }) await admin.Server.Stores.Offline.AppendAsync(account, "<message/>"u8.ToArray(), 10);

        Assert.Equal(1, await admin.CountAsync("offline count", $"user={Romeo}"));
        // The store stamps by the system's clock, and the commands count by the test's, which stands.
        admin.Server.Time.Advance(DateTimeOffset.UtcNow - admin.Server.Time.GetUtcNow());
        Assert.Equal(0, await admin.CountAsync("offline delete-old", "days=1"));
        admin.Server.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await admin.CountAsync("offline delete-old", "days=1", "domain=example.net"));
        Assert.Equal(1, await admin.CountAsync("offline delete-old", "days=1"));
        Assert.Equal(0, await admin.CountAsync("offline count", $"user={Romeo}"));
    }
}
