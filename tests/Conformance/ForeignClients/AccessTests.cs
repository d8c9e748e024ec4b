using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>What clients and components of slixmpp meet where access rules hold.</summary>
public sealed class AccessTests
{
    private const string Rules = """
        [acl]
        guests = [{ user = "guest-*" }]
        friends = [{ jid = "juliet@localhost" }]
        campus = [{ address = "192.0.2.0/24" }]

        [access]
        c2s = [{ acl = "guests", value = "deny" }, { acl = "all", value = "allow" }]
        register = [{ acl = "campus", value = "allow" }, { acl = "guests", value = "deny" }, { acl = "all", value = "allow" }]
        bots = [{ acl = "friends", value = "allow" }]

        c2s_shaper = [{ acl = "guests", value = "none" }, { acl = "all", value = "slow" }]

        [shaper.slow]
        max_rate = "16KiB"
        burst = "1s"

        [limits]
        max_failed_logins = 3

        [modules.register]
        policy = "open"

        [components]
        listen = ["127.0.0.1:0"]
        password = "c0mp0nent"
        access = "bots"
        """;

    [Theory]
    [InlineData("juliet@localhost", "secret", "online")]
    [InlineData("guest-1@localhost", "secret", "account-disabled")]
    [InlineData("guest-1@localhost", "wrong", "not-authorized")]
    [InlineData("guest-2@localhost", "secret", "not-authorized")]
    public async Task Login_is_denied_to_who_has_the_right_password_alone(string jid, string password, string outcome)
    {
        await using var server = await StartServerAsync();

        Assert.Equal([outcome], (await RunAsync(server, "login", jid, password)).Details("client", "outcome"));
    }

    [Theory]
    [InlineData("tybalt@localhost", "result")]
    [InlineData("guest-1@localhost", "not-allowed")]
    [InlineData("guest-2@localhost", "not-allowed")]
    public async Task Registration_is_denied_whether_the_account_exists_or_not(string jid, string outcome)
    {
        await using var server = await StartServerAsync();

        Assert.Equal([outcome], (await RunAsync(server, "register", jid, "s3cret", $"{server.Endpoints.C2sTls.Port}")).Details("client", "outcome"));
    }

    [Theory]
    [InlineData("juliet@localhost", "delivered")]
    [InlineData("romeo@localhost", "not-allowed")]
    public async Task Component_is_reached_by_those_its_rule_allows(string jid, string outcome)
    {
        await using var server = await StartServerAsync();

        var both = await RunAsync(server, "write", jid, "secret", "bot.localhost", "c0mp0nent", $"{server.Endpoints.Components!.Port}");

        Assert.Equal([outcome], both.Details("message", "outcome"));
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("sslstream")]
    public async Task Shaped_client_gets_everything_through_in_order(string library)
    {
        await using var server = await StartServerAsync("--tls-library", library);

        var client = await RunAsync(server, "flood", "juliet@localhost", "secret");

        Assert.Equal(["True"], client.Details("flood", "complete"));
        Assert.Equal(["True"], client.Details("flood", "slowed"));
    }

    [Fact]
    public async Task Address_with_too_many_failed_logins_is_told_to_come_back_later()
    {
        await using var server = await StartServerAsync();

        for (var i = 0; i < 3; i++)
            Assert.Equal(["not-authorized"], (await RunAsync(server, "login", "juliet@localhost", "wrong")).Details("client", "outcome"));
        var client = await RunAsync(server, "login", "juliet@localhost", "secret");

        Assert.Equal(["temporary-auth-failure"], client.Details("client", "outcome"));
    }

    private static Task<ForeignClient> RunAsync(MeerkatServer server, string task, string jid, string password, params string[] more) =>
        ForeignClient.RunAccessAsync(task, jid, password, server, more);

    private static async Task<MeerkatServer> StartServerAsync(params string[] arguments)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        await ForeignClient.SkipUnlessInstalledAsync("slixmpp");
        var server = new MeerkatServer(
            [new("juliet", "localhost", "secret"), new("romeo", "localhost", "secret"), new("guest-1", "localhost", "secret")],
            arguments)
        {
            Configuration = Rules,
        };
        await server.StartAsync();
        return server;
    }
}
