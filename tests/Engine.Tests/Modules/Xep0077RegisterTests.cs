using Meerkat.Engine.Modules;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0077RegisterTests
{
    private const string Romeo = "romeo@example.org/orchard";

    private readonly TestServerOptions _open = new()
    {
        ModuleOptions = new() { Register = new() { Policy = RegistrationPolicy.Open } },
    };

    [Fact]
    public async Task Open_server_offers_the_form_and_makes_the_account()
    {
        await using var server = new TestServer(_open);
        var client = server.Connect();

        var features = await client.OpenAsync();
        var form = await client.RequestAsync("<iq type='get' id='1'><query xmlns='jabber:iq:register'/></iq>");
        var answer = await client.RequestAsync(Register("Tybalt", "secret"));

        Assert.Contains("<register xmlns='http://jabber.org/features/iq-register'/>", features, StringComparison.Ordinal);
        Assert.Contains("<username/><password/>", form, StringComparison.Ordinal);
        Assert.Equal("<iq id='1' type='result'/>", answer);
        await client.AuthenticateAsync("tybalt", "secret");
    }

    [Fact]
    public async Task Closed_server_offers_nothing_and_makes_none()
    {
        await using var server = new TestServer();
        var client = server.Connect();

        var features = await client.OpenAsync();
        var answer = await client.RequestAsync(Register("tybalt", "secret"));

        Assert.DoesNotContain("iq-register", features, StringComparison.Ordinal);
        Assert.Contains("<not-allowed ", answer, StringComparison.Ordinal);
        Assert.False(await server.Stores.Accounts.ExistsAsync(Jid.Parse("tybalt@example.org")));
    }

    [Theory]
    [InlineData("romeo", "secret", "conflict")]
    [InlineData("", "secret", "not-acceptable")]
    [InlineData("tybalt", "", "not-acceptable")]
    [InlineData("tybalt@example.net", "secret", "not-acceptable")]
    [InlineData("a/b", "secret", "not-acceptable")]
    [InlineData("a b", "secret", "not-acceptable")]
    [InlineData("tybalt", "\u00ad", "not-acceptable")]
    public async Task Account_that_cannot_be_is_refused(string username, string password, string condition)
    {
        await using var server = new TestServer(_open);
        await server.AddAccountAsync(Romeo);
        var client = server.Connect();
        await client.OpenAsync();

        var answer = await client.RequestAsync(Register(username, password));

        Assert.Contains($"<{condition} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_account_from_one_address_has_to_wait()
    {
        await using var server = new TestServer(_open);
        var client = server.Connect();
        await client.OpenAsync();
        await client.RequestAsync(Register("tybalt", "secret"));

        var tooSoon = await client.RequestAsync(Register("mercutio", "secret"));
        server.Time.Advance(_open.ModuleOptions.Register.Interval);
        var later = await client.RequestAsync(Register("mercutio", "secret"));

        Assert.Contains("<resource-constraint ", tooSoon, StringComparison.Ordinal);
        Assert.Equal("<iq id='1' type='result'/>", later);
    }

    [Fact]
    public async Task User_changes_the_password()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Register("romeo", "new one"));

        Assert.Contains("type='result'", answer, StringComparison.Ordinal);
        var again = server.Connect();
        await again.OpenAsync();
        Assert.Contains("<not-authorized/>", await again.RequestAsync(TestClient.Auth("romeo", TestServer.Password)), StringComparison.Ordinal);
        await again.AuthenticateAsync("romeo", "new one");
    }

    [Theory]
    [InlineData("juliet", "secret", "not-allowed")]
    [InlineData("", "secret", "bad-request")]
    [InlineData("romeo", "", "bad-request")]
    [InlineData("romeo", "\u00ad", "not-acceptable")]
    public async Task Password_change_that_cannot_be_is_refused(string username, string password, string condition)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Register(username, password));

        Assert.Contains($"<{condition} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_is_told_its_name()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync("<iq type='get' id='1' to='example.org'><query xmlns='jabber:iq:register'/></iq>");

        Assert.Contains("<registered/><username>romeo</username>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("juliet@example.org")]
    [InlineData("example.net")]
    public async Task Somebody_else_s_account_or_server_is_forbidden(string to)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync($"<iq type='set' id='1' to='{to}'><query xmlns='jabber:iq:register'><remove/></query></iq>");

        Assert.Contains("<forbidden ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_account_is_gone_with_its_sessions_and_subscriptions()
    {
        await using var server = new TestServer();
        await server.BefriendAsync("romeo@example.org", "juliet@example.org");
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");
        var romeo = await server.LoginAvailableAsync(Romeo);
        var street = await server.LoginAsync("romeo@example.org/street");
        await juliet.DrainAsync();

        romeo.Send("<iq type='set' id='1'><query xmlns='jabber:iq:register'><remove/></query></iq>");

        var units = await romeo.ReceiveToEndAsync();
        Assert.Contains(units, unit => unit.StartsWith("<iq id='1' type='result'", StringComparison.Ordinal));
        Assert.Contains("<not-authorized ", units[^2], StringComparison.Ordinal);
        await XmppStreamTests.ExpectStreamErrorAsync(street, "not-authorized");
        Assert.False(await server.Stores.Accounts.ExistsAsync(Jid.Parse("romeo@example.org")));
        var roster = await server.Stores.Rosters.LoadAsync(Jid.Parse("juliet@example.org"));
        Assert.Equal(Subscription.None, roster.Find(Jid.Parse("romeo@example.org"))!.Subscription);
        Assert.Contains(
            await juliet.DrainAsync(),
            unit => unit.Contains($"from='{Romeo}'", StringComparison.Ordinal) && unit.Contains("unavailable", StringComparison.Ordinal));
    }

    private static string Register(string username, string password) =>
        $"<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>{username}</username><password>{password}</password></query></iq>";
}
