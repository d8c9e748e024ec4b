using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.ForeignClients;

/// <summary>Two independent client libraries with each other: STARTTLS, SCRAM, subscriptions, presence, messages, and messages stored across a SIGKILL.</summary>
public sealed class ForeignClientTests
{
    private const string Juliet = "juliet@localhost";
    private const string Romeo = "romeo@localhost";

    private static readonly string[] _threeMessages = ["one", "two", "three"];

    [Theory]
    [InlineData("slixmpp", "slixmpp", "openssl")]
    [InlineData("slixmpp", "aioxmpp", "openssl")]
    [InlineData("aioxmpp", "aioxmpp", "openssl")]
    [InlineData("slixmpp", "aioxmpp", "sslstream")]
    public async Task Clients_subscribe_see_each_other_and_talk(string first, string second, string tlsLibrary)
    {
        await using var server = await StartServerAsync(tlsLibrary, first, second);

        var both = await Task.WhenAll(
            ForeignClient.RunAsync(first, "chat", Juliet, Romeo, server), ForeignClient.RunAsync(second, "chat", Romeo, Juliet, server));

        Assert.All(both, client => Assert.StartsWith("SCRAM-SHA-", client.Details("online", "mechanism").Single(), StringComparison.Ordinal));
        Assert.Equal([Romeo], both[0].Details("presence", "sender"));
        Assert.Equal([Juliet], both[1].Details("presence", "sender"));
        Assert.Equal([$"greetings from {second}"], both[0].Details("message", "body"));
        Assert.Equal([$"greetings from {first}"], both[1].Details("message", "body"));
    }

    [Theory]
    [InlineData("slixmpp", "aioxmpp")]
    [InlineData("aioxmpp", "slixmpp")]
    public async Task Stored_messages_survive_a_kill(string sender, string reader)
    {
        await using var server = await StartServerAsync("openssl", sender, reader);

        await ForeignClient.RunAsync(sender, "send", Romeo, Juliet, server);
        await server.KillAsync();
        await server.StartAsync();
        var read = await ForeignClient.RunAsync(reader, "read", Juliet, Romeo, server);

        Assert.Equal(_threeMessages, read.Details("message", "body"));
        Assert.All(read.Details("message", "sender"), from => Assert.Equal(Romeo, from));
        Assert.All(read.Details("message", "delayed"), isDelayed => Assert.Equal("True", isDelayed));
    }

    private static async Task<MeerkatServer> StartServerAsync(string tlsLibrary, params string[] libraries)
    {
        Assert.SkipWhen(ServerPool.UsesProsody, "about Meerkat");
        foreach (var library in libraries)
            await ForeignClient.SkipUnlessInstalledAsync(library);
        var server = new MeerkatServer([new("juliet", "localhost", "secret"), new("romeo", "localhost", "secret")], ["--tls-library", tlsLibrary]);
        await server.StartAsync();
        return server;
    }
}
