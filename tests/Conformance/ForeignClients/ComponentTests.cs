using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>External components (XEP-0114) of slixmpp against the server, over sockets. Case numbers are the specification's.</summary>
public sealed class ComponentTests
{
    private const string Bot = "bot.localhost";
    private const string Secret = "c0mp0nent";

    [Fact]
    public async Task Case_1_9_14_component_and_user_exchange_all_sorts_of_stanzas()
    {
        await using var server = await StartServerAsync();

        var both = await ForeignClient.RunComponentAsync("talk", Bot, Secret, server, UserOf(server));

        Assert.Equal(["online"], both.Details("component", "outcome"));
        Assert.Equal(["from the user", "from the component"], both.Details("message", "body"));
        Assert.Equal(["juliet@localhost", $"nurse@{Bot}/ward"], both.Details("message", "sender"));
        Assert.Equal([$"nurse@{Bot}", "juliet@localhost"], both.Details("message", "to"));
        Assert.Equal([Bot], both.Details("info", "sender"));
        Assert.Equal([Bot], both.Details("items", "domains"));
        Assert.Equal(["result"], both.Details("ping", "type"));
        Assert.Equal(["subscribe"], both.Details("subscription", "type"));
        Assert.Equal([$"nurse@{Bot}/ward"], both.Details("presence", "sender"));
        Assert.Equal(["on duty"], both.Details("presence", "status"));
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("sslstream")]
    public async Task Case_2_component_connects_by_TLS(string library)
    {
        await using var server = await StartServerAsync("--component-tls", "--tls-library", library);

        Assert.Equal(["online"], await OutcomeAsync(server, "tls", Secret));
    }

    [Fact]
    public async Task Case_3_what_a_component_did_not_read_comes_back_when_it_breaks_off_and_it_may_return_at_once()
    {
        await using var server = await StartServerAsync("--component-max-queued", "64MiB");

        var both = await ForeignClient.RunComponentAsync("break", Bot, Secret, server, UserOf(server));

        Assert.Equal(["recipient-unavailable"], both.Details("bounced", "condition"));
        Assert.Equal(["True"], both.Details("bounced", "complete"));
        Assert.Equal(["online"], await OutcomeAsync(server, "join", Secret));
    }

    [Fact]
    public async Task Case_6_wrong_secret_is_not_authorized()
    {
        await using var server = await StartServerAsync();

        Assert.Equal(["not-authorized"], await OutcomeAsync(server, "join", "wrong"));
    }

    [Fact]
    public async Task Case_7_second_component_of_a_name_is_refused_and_the_first_goes_on()
    {
        await using var server = await StartServerAsync();

        var component = await ForeignClient.RunComponentAsync("conflict", Bot, Secret, server);

        Assert.Equal(["conflict"], component.Details("second", "outcome"));
        Assert.Equal(["online", "result"], component.Details("first", "outcome"));
    }

    [Fact]
    public async Task Case_8_name_of_a_served_domain_is_refused()
    {
        await using var server = await StartServerAsync();

        var component = await ForeignClient.RunComponentAsync("join", "other.localhost", Secret, server);

        Assert.Equal(["conflict"], component.Details("joined", "outcome"));
    }

    private static async Task<IEnumerable<string>> OutcomeAsync(MeerkatServer server, string task, string secret) =>
        (await ForeignClient.RunComponentAsync(task, Bot, secret, server)).Details("joined", "outcome");

    private static string[] UserOf(MeerkatServer server) => ["juliet@localhost", "secret", $"{server.Endpoints.C2s.Port}"];

    private static async Task<MeerkatServer> StartServerAsync(params string[] arguments)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        await ForeignClient.SkipUnlessInstalledAsync("slixmpp");
        var server = new MeerkatServer(
            [new("juliet", "localhost", "secret")],
            ["--components", "127.0.0.1:0", "--component-secret", Secret, .. arguments]);
        await server.StartAsync();
        return server;
    }
}
