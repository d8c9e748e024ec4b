using Meerkat.Engine.Rosters;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

public sealed class Xep0030DiscoTests
{
    private const string Romeo = "romeo@example.org/orchard";

    [Fact]
    public async Task Server_says_what_it_is_and_what_its_modules_can_do()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(Info("example.org"));

        Assert.Contains("<identity category='server' type='im' name='Meerkat'/>", answer, StringComparison.Ordinal);
        foreach (var feature in new[] { "http://jabber.org/protocol/disco#info", "msgoffline", "urn:xmpp:ping", "vcard-temp" })
        {
            Assert.Contains($"<feature var='{feature}'/>", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Account_says_what_it_is_to_its_owner_and_to_contacts()
    {
        await using var server = new TestServer();
        await server.SetRosterItemAsync("juliet@example.org", "romeo@example.org", Subscription.From);
        var romeo = await server.LoginAsync(Romeo);

        foreach (var account in new[] { "romeo@example.org", "juliet@example.org" })
        {
            Assert.Contains("<identity category='account' type='registered'/>", await romeo.RequestAsync(Info(account)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("juliet@example.org")]
    [InlineData("nobody@example.org")]
    public async Task Account_of_a_stranger_says_nothing_whether_it_exists_or_not(string account)
    {
        await using var server = new TestServer();
        await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        Assert.Contains("<service-unavailable ", await romeo.RequestAsync(Info(account)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_are_none()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(
            "<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");

        Assert.Contains("<query xmlns='http://jabber.org/protocol/disco#items'/>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("items")]
    public async Task Unknown_node_is_not_found(string what)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        var answer = await romeo.RequestAsync(
            $"<iq type='get' id='1' to='example.org'><query xmlns='http://jabber.org/protocol/disco#{what}' node='x'/></iq>");

        Assert.Contains("<item-not-found ", answer, StringComparison.Ordinal);
    }

    private static string Info(string to) =>
        $"<iq type='get' id='1' to='{to}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
}
