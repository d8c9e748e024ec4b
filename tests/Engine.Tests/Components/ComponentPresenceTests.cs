using Meerkat.Engine.Rosters;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Components;

/// <summary>Addresses of a component as contacts of users, and users as contacts of a component (RFC 6121 §3, §4).</summary>
public sealed class ComponentPresenceTests
{
    private const string Bot = "bot.example.org";
    private const string Nurse = "nurse@bot.example.org";
    private const string Romeo = "romeo@example.org";

    [Fact]
    public async Task User_subscribes_to_an_address_of_the_component()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAvailableAsync($"{Romeo}/orchard");

        romeo.Send($"<presence type='subscribe' to='{Nurse}'/>");
        Assert.Equal($"<presence from='{Romeo}' to='{Nurse}' type='subscribe'/>", await bot.ReceiveAsync());
        bot.Send($"<presence type='subscribed' from='{Nurse}' to='{Romeo}'/><presence from='{Nurse}/pda' to='{Romeo}'/>");
        await bot.ExpectNothingAsync();

        var received = await romeo.DrainAsync();
        Assert.Contains($"<presence from='{Nurse}/pda' to='{Romeo}'/>", received);
        Assert.Equal(Subscription.To, await SubscriptionAsync(server));
    }

    [Fact]
    public async Task Component_subscribes_to_a_user()
    {
        await using var server = new TestServer();
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAvailableAsync($"{Romeo}/orchard");

        bot.Send($"<presence type='subscribe' from='{Nurse}' to='{Romeo}'/>");
        Assert.Equal($"<presence from='{Nurse}' type='subscribe' to='{Romeo}'/>", await romeo.ReceiveAsync());
        romeo.Send($"<presence type='subscribed' to='{Nurse}'/>");
        Assert.Equal($"<presence from='{Romeo}' to='{Nurse}' type='subscribed'/>", await bot.ReceiveAsync());
        Assert.StartsWith("<presence ", await bot.ReceiveAsync(), StringComparison.Ordinal);
        await bot.ExpectNothingAsync();

        romeo.Send("<presence><show>away</show></presence>");
        Assert.Contains($"to='{Nurse}'><show>away</show>", await bot.ReceiveAsync(), StringComparison.Ordinal);
        romeo.Transport.PushReset();
        Assert.Contains("type='unavailable'", await bot.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(Subscription.From, await SubscriptionAsync(server));
    }

    [Fact]
    public async Task Component_is_probed_and_probes()
    {
        await using var server = new TestServer();
        await server.SetRosterItemAsync(Romeo, Nurse, Subscription.Both);
        var bot = await server.JoinAsync(Bot);
        var romeo = await server.LoginAsync($"{Romeo}/orchard");

        romeo.Send("<presence><priority>3</priority></presence>");
        string[] received = [await bot.ReceiveAsync(), await bot.ReceiveAsync()];
        Assert.Single(received, presence => presence.Contains("type='probe'", StringComparison.Ordinal));
        Assert.Single(received, presence => presence.Contains("<priority>3</priority>", StringComparison.Ordinal));

        bot.Send($"<presence type='probe' from='{Nurse}' to='{Romeo}'/>");
        var answer = await bot.ReceiveAsync();
        Assert.Contains($"from='{Romeo}/orchard'", answer, StringComparison.Ordinal);
        Assert.Contains($"to='{Nurse}'", answer, StringComparison.Ordinal);
        bot.Send($"<presence type='probe' from='stranger@{Bot}' to='{Romeo}'/>");
        Assert.Contains("type='unsubscribed'", await bot.ReceiveAsync(), StringComparison.Ordinal);
    }

    private static async Task<Subscription> SubscriptionAsync(TestServer server) =>
        (await server.Services.Rosters.GetAsync(Jid.Parse(Romeo))).Find(Jid.Parse(Nurse))!.Subscription;
}
