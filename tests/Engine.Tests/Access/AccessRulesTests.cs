using System.Collections.Immutable;
using System.Net;
using Meerkat.Engine.Access;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Options;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Engine.Tests.Tls;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Access;

/// <summary>What the rules do to a whole server.</summary>
public sealed class AccessRulesTests
{
    private static readonly Acl _guests = new("guests", [new AclPattern { User = new Glob("guest-*"), IsLocal = true }]);
    private static readonly AccessRule<bool> _noGuests = new([new(_guests, false), new(Acl.All, true)]);

    [Fact]
    public async Task Denied_login_is_told_only_to_who_knows_the_password()
    {
        await using var server = new TestServer(With(AccessOptions.Login, _noGuests));
        await server.AddAccountAsync("guest-1@example.org");
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        Assert.Contains("<not-authorized/>", await client.RequestAsync(TestClient.Auth("guest-1", "wrong")), StringComparison.Ordinal);
        Assert.Equal(
            "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><account-disabled/><text>This account may not log in here.</text></failure>",
            await client.RequestAsync(TestClient.Auth("guest-1", TestServer.Password)));
        await client.AuthenticateAsync("romeo", TestServer.Password);

        Assert.Equal(1, server.Metrics.Read("meerkat.access.denied"));
    }

    [Fact]
    public async Task Login_is_judged_by_where_it_comes_from()
    {
        var elsewhere = new Acl("elsewhere", [new AclPattern { Address = IPNetwork.Parse("192.0.2.0/24") }]);
        await using var server = new TestServer(With(AccessOptions.Login, new([new(elsewhere, true)])));
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        Assert.Contains(
            "<account-disabled/>", await client.RequestAsync(TestClient.Auth("romeo", TestServer.Password)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_of_who_may_not_log_in_makes_no_account()
    {
        using var authority = new TestAuthority();
        await using var server = new TestServer(With(AccessOptions.Login, _noGuests) with { Methods = AuthenticationMethods.Pki });
        using var certificate = authority.Issue("CN=guest", TestNames.Of("guest-1@example.org"));
        var client = server.Connect(new TestTlsSession(certificate, PeerVerdict.Verified));
        await client.OpenAsync();

        var answer = await client.RequestAsync("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>");

        Assert.Contains("<account-disabled/>", answer, StringComparison.Ordinal);
        Assert.False(await server.Stores.Accounts.ExistsAsync(Jid.Parse("guest-1@example.org")));
    }

    [Fact]
    public async Task Rule_of_later_holds_for_the_next_login()
    {
        await using var server = new TestServer();
        var before = await server.LoginAsync("guest-1@example.org/web");

        server.Access.Apply(With(AccessOptions.Login, _noGuests).Access);
        var client = server.Connect();
        await client.OpenAsync();

        Assert.Contains(
            "<account-disabled/>", await client.RequestAsync(TestClient.Auth("guest-1", TestServer.Password)), StringComparison.Ordinal);
        await before.ExpectNothingAsync();
    }

    [Fact]
    public async Task Account_that_may_not_be_registered_is_refused_whether_it_exists_or_not()
    {
        await using var server = new TestServer(With(AccessOptions.Registration, _noGuests) with
        {
            ModuleOptions = new() { Register = new() { Policy = RegistrationPolicy.Open } },
        });
        await server.AddAccountAsync("guest-1@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        var existing = await client.RequestAsync(Register("guest-1"));
        var other = await client.RequestAsync(Register("guest-2"));
        var allowed = await client.RequestAsync(Register("tybalt"));

        Assert.Contains("<not-allowed ", existing, StringComparison.Ordinal);
        Assert.Equal(existing, other);
        Assert.Equal("<iq id='1' type='result'/>", allowed);
        Assert.False(await server.Stores.Accounts.ExistsAsync(Jid.Parse("guest-2@example.org")));
        Assert.Equal(2, server.Metrics.Read("meerkat.access.denied"));
    }

    [Fact]
    public async Task Sessions_of_a_user_are_as_many_as_his_rule_says()
    {
        await using var server = new TestServer(new TestServerOptions { Access = new() { MaxUserSessions = new([new(_guests, 1)]) } });
        var first = await server.LoginAsync("guest-1@example.org/1");
        var second = await server.LoginAsync("guest-1@example.org/2");
        await server.LoginAsync("romeo@example.org/1");
        await server.LoginAsync("romeo@example.org/2");

        await XmppStreamTests.ExpectStreamErrorAsync(first, "conflict");
        await second.ExpectNothingAsync();
        Assert.Equal(3, server.Sessions.SessionCount);
    }

    [Fact]
    public async Task Messages_kept_for_a_user_are_as_many_as_his_rule_says()
    {
        await using var server = new TestServer(new TestServerOptions { Access = new() { MaxUserOfflineMessages = new([new(_guests, 1)]) } });
        var guest = await server.AddAccountAsync("guest-1@example.org");
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        romeo.Send("<message to='guest-1@example.org' type='chat'><body>one</body></message>");
        var answer = await romeo.RequestAsync("<message to='guest-1@example.org' type='chat'><body>two</body></message>");

        Assert.Contains("<resource-constraint ", answer, StringComparison.Ordinal);
        Assert.Equal(1, await server.Stores.Offline.CountAsync(guest));
    }

    [Fact]
    public async Task Component_is_reached_by_those_its_rule_allows()
    {
        await using var server = new TestServer(With("bots", _noGuests));
        var settings = TestComponent.Settings with { Access = server.Access.RuleNamed("bots") };
        var bot = await server.JoinAsync("bot.example.org", settings);
        var guest = await server.LoginAsync("guest-1@example.org/web");
        var romeo = await server.LoginAsync("romeo@example.org/orchard");

        var answer = await guest.RequestAsync("<message to='bot.example.org' id='1'><body>Hi</body></message>");
        romeo.Send("<message to='bot.example.org'/>");

        Assert.Contains("<not-allowed ", answer, StringComparison.Ordinal);
        Assert.Equal("<message from='romeo@example.org/orchard' to='bot.example.org'/>", await bot.ReceiveAsync());
        Assert.Equal(1, server.Metrics.Read("meerkat.access.denied"));
    }

    private static string Register(string user) =>
        $"<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>{user}</username><password>secret</password></query></iq>";

    private static TestServerOptions With(string name, AccessRule<bool> rule) => new()
    {
        Access = new() { Rules = ImmutableDictionary<string, AccessRule<bool>>.Empty.Add(name, rule) },
    };
}
