using System.Text.RegularExpressions;
using Meerkat.Engine.Components;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Components;

/// <summary>Components among the items of their host (XEP-0030 §4). Case numbers are the specification's.</summary>
public sealed partial class ComponentDiscoTests
{
    private const string Romeo = "romeo@example.org/orchard";

    private static ComponentSettings Hidden => TestComponent.Settings with { IsHidden = true };

    [Fact]
    public async Task Case_9_components_below_the_host_are_its_items()
    {
        await using var server = new TestServer();
        await server.JoinAsync("irc.example.org");
        await server.JoinAsync("bot.example.org");
        await server.JoinAsync("elsewhere.example");
        await server.JoinAsync("notexample.org");
        await server.JoinAsync("bot.example.net");
        var romeo = await server.LoginAsync(Romeo);

        Assert.Equal(["bot.example.org", "irc.example.org"], await ItemsAsync(romeo));
        Assert.Equal(["bot.example.net"], await ItemsAsync(romeo, "example.net"));
    }

    [Fact]
    public async Task Component_that_has_gone_is_no_item()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync("bot.example.org");
        var romeo = await server.LoginAsync(Romeo);

        bot.Send("</stream:stream>");
        await bot.ReceiveToEndAsync();

        Assert.Empty(await ItemsAsync(romeo));
    }

    [Fact]
    public async Task Case_16_subdomain_is_an_item_of_every_host_under_its_own_address()
    {
        await using var server = new TestServer();
        await server.JoinAsync("bot", attributes: " is_subdomain='true'");
        var romeo = await server.LoginAsync(Romeo);
        var tybalt = await server.LoginAsync("tybalt@example.net/crypt");

        Assert.Equal(["bot.example.org"], await ItemsAsync(romeo));
        Assert.Equal(["bot.example.net"], await ItemsAsync(tybalt, "example.net"));
    }

    [Fact]
    public async Task Case_18_hidden_component_is_seen_by_components_only_and_reached_by_all()
    {
        await using var server = new TestServer();
        var hidden = await server.JoinAsync("hidden.example.org", Hidden);
        var bot = await server.JoinAsync("bot.example.org");
        var romeo = await server.LoginAsync(Romeo);

        Assert.Equal(["bot.example.org"], await ItemsAsync(romeo));
        Assert.Equal(["bot.example.org", "hidden.example.org"], await ItemsAsync(bot, from: " from='bot.example.org'"));
        Assert.Equal(["bot.example.org"], await ItemsAsync(bot, from: " from='user@bot.example.org'"));
        romeo.Send("<message to='hidden.example.org'/>");
        Assert.Equal($"<message from='{Romeo}' to='hidden.example.org'/>", await hidden.ReceiveAsync());
    }

    [Fact]
    public async Task Case_18_users_see_hidden_components_where_they_may()
    {
        await using var server = new TestServer(new TestServerOptions { ModuleOptions = new() { Disco = new() { UsersSeeHidden = true } } });
        await server.JoinAsync("hidden.example.org", Hidden);
        var romeo = await server.LoginAsync(Romeo);

        Assert.Equal(["hidden.example.org"], await ItemsAsync(romeo));
    }

    [Fact]
    public async Task Extra_domains_are_items_of_every_host_once()
    {
        var disco = new DiscoOptions { ExtraDomains = ["elsewhere.example", "bot.example.org", "example.net"] };
        await using var server = new TestServer(new TestServerOptions { ModuleOptions = new() { Disco = disco } });
        await server.JoinAsync("bot.example.org");
        var romeo = await server.LoginAsync(Romeo);

        Assert.Equal(["bot.example.org", "elsewhere.example"], await ItemsAsync(romeo));
        Assert.Equal(["bot.example.org", "elsewhere.example"], await ItemsAsync(romeo, "example.net"));
    }

    [Fact]
    public async Task Component_answers_for_itself()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync("bot.example.org");
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<iq type='get' id='1' to='bot.example.org'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");

        Assert.Contains("disco#info", await bot.ReceiveAsync(), StringComparison.Ordinal);
    }

    private static async Task<string[]> ItemsAsync(TestPeer peer, string host = "example.org", string from = "")
    {
        var answer = await peer.RequestAsync(
            $"<iq type='get' id='items'{from} to='{host}'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
        Assert.Contains("type='result'", answer, StringComparison.Ordinal);
        return [.. Item().Matches(answer).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("<item jid='([^']*)'/>")]
    private static partial Regex Item();
}
