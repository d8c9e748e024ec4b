using Meerkat.Engine.Modules;
using Meerkat.Engine.Tests.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Blocking;

/// <summary>XEP-0191, User Blocks JID: what becomes of stanzas from and to whom a user blocks.</summary>
public sealed class BlockedStanzasTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";
    private const string Unavailable = "service-unavailable";

    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");

    private readonly RemoteDomain _elsewhere = new("elsewhere.example");

    /// <summary>What Romeo says to Juliet, and the error he gets; none if it is empty.</summary>
    public static TheoryData<string, string> Incoming => new()
    {
        { "<message to='juliet@example.org' id='1'><body>hi</body></message>", Unavailable },
        { "<message to='juliet@example.org' type='chat' id='1'><body>hi</body></message>", Unavailable },
        { "<message to='juliet@example.org/balcony' type='chat' id='1'><body>hi</body></message>", Unavailable },
        { "<message to='juliet@example.org/balcony' id='1'><body>hi</body></message>", Unavailable },
        { "<message to='juliet@example.org/gone' type='chat' id='1'><body>hi</body></message>", Unavailable },
        { "<message to='juliet@example.org' type='groupchat' id='1'><body>hi</body></message>", Unavailable },
        { "<message to='juliet@example.org' type='headline' id='1'><body>hi</body></message>", "" },
        { "<message to='juliet@example.org/balcony' type='headline' id='1'><body>hi</body></message>", "" },
        { "<message to='juliet@example.org/balcony' type='error' id='1'><body>hi</body></message>", "" },
        { "<iq to='juliet@example.org/balcony' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>", Unavailable },
        { "<iq to='juliet@example.org' type='get' id='1'><vCard xmlns='vcard-temp'/></iq>", Unavailable },
        { "<iq to='juliet@example.org' type='set' id='1'><vCard xmlns='vcard-temp'/></iq>", Unavailable },
        { "<iq to='juliet@example.org/balcony' type='result' id='1'/>", "" },
        { "<iq to='juliet@example.org/balcony' type='error' id='1'/>", "" },
        { "<presence to='juliet@example.org' id='1'/>", "" },
        { "<presence to='juliet@example.org/balcony' id='1'/>", "" },
        { "<presence to='juliet@example.org' type='subscribe' id='1'/>", "" },
        { "<presence to='juliet@example.org' type='probe' id='1'/>", "" },
        { "<presence to='juliet@example.org' type='unavailable' id='1'/>", "" },
        { "<presence to='juliet@example.org' type='error' id='1'/>", "" },
    };

    /// <summary>What Juliet says, and whether she is told that it is not acceptable.</summary>
    public static TheoryData<string, bool> Outgoing => new()
    {
        { "<message to='romeo@example.org' id='1'><body>hi</body></message>", true },
        { "<message to='romeo@example.org/orchard' type='headline' id='1'><body>hi</body></message>", true },
        { "<message to='romeo@example.org/orchard' type='error' id='1'><body>hi</body></message>", false },
        { "<iq to='romeo@example.org/orchard' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>", true },
        { "<iq to='romeo@example.org' type='get' id='1'><vCard xmlns='vcard-temp'/></iq>", true },
        { "<iq to='romeo@example.org/orchard' type='result' id='1'/>", false },
        { "<iq to='romeo@example.org/orchard' type='error' id='1'/>", false },
        { "<presence to='romeo@example.org' id='1'/>", true },
        { "<presence to='romeo@example.org' type='subscribe' id='1'/>", true },
        { "<presence to='romeo@example.org' type='unsubscribed' id='1'/>", true },
        { "<presence to='romeo@example.org' type='unavailable' id='1'/>", false },
        { "<presence to='romeo@example.org' type='probe' id='1'/>", false },
    };

    [Theory]
    [MemberData(nameof(Incoming))]
    public async Task Stanza_of_whom_one_blocks_does_not_arrive(string stanza, string condition)
    {
        await using var server = await ServerAsync("romeo@example.org");
        var juliet = await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        await AssertRefusedAsync(romeo, stanza, condition);
        await juliet.ExpectNothingAsync();
    }

    [Theory]
    [MemberData(nameof(Incoming))]
    public async Task Stanza_to_who_is_away_and_blocks_the_sender_comes_to_nothing(string stanza, string condition)
    {
        await using var server = await ServerAsync("romeo@example.org");
        var romeo = await server.LoginAsync(Romeo);

        await AssertRefusedAsync(romeo, stanza, condition);
        Assert.Equal(0, await server.Stores.Offline.CountAsync(_juliet));
        Assert.Empty((await server.Stores.Rosters.LoadAsync(_juliet)).Items);
    }

    [Theory]
    [MemberData(nameof(Incoming))]
    public async Task Stanza_to_who_is_connected_but_not_available_comes_to_nothing(string stanza, string condition)
    {
        await using var server = await ServerAsync("romeo@example.org");
        var juliet = await server.LoginAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        await AssertRefusedAsync(romeo, stanza, condition);
        await juliet.ExpectNothingAsync();
        Assert.Equal(0, await server.Stores.Offline.CountAsync(_juliet));
    }

    [Theory]
    [MemberData(nameof(Incoming))]
    public async Task Stanza_from_elsewhere_does_not_arrive_either(string stanza, string condition)
    {
        await using var server = await ServerAsync("elsewhere.example");
        var juliet = await server.LoginAvailableAsync(Juliet);

        _elsewhere.Send(stanza.Insert(stanza.IndexOf(' ', StringComparison.Ordinal), " from='spam@elsewhere.example/bot'"));

        await juliet.ExpectNothingAsync();
        Assert.Equal(condition.Length > 0 ? 1 : 0, _elsewhere.Count);
        if (condition.Length > 0) Assert.Contains($"<{condition} ", _elsewhere.Received[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Outgoing))]
    public async Task Stanza_to_whom_one_blocks_is_not_acceptable(string stanza, bool isTold)
    {
        await using var server = await ServerAsync("romeo@example.org");
        var romeo = await server.LoginAvailableAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Juliet);

        juliet.Send(stanza);

        var answers = await juliet.DrainAsync();
        if (isTold) AssertNotAcceptable(Assert.Single(answers));
        else Assert.Empty(answers);
        await romeo.ExpectNothingAsync();
        Assert.Empty((await server.Stores.Rosters.LoadAsync(_juliet)).Items);
    }

    [Fact]
    public async Task Stanza_to_a_blocked_domain_does_not_leave()
    {
        await using var server = await ServerAsync("elsewhere.example");
        var juliet = await server.LoginAvailableAsync(Juliet);

        AssertNotAcceptable(await juliet.RequestAsync("<message to='friend@elsewhere.example'><body>hi</body></message>"));
        AssertNotAcceptable(await juliet.RequestAsync("<iq type='get' to='elsewhere.example' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"));

        Assert.Equal(0, _elsewhere.Count);
    }

    [Fact]
    public async Task Only_the_blocked_resource_is_kept_away()
    {
        await using var server = await ServerAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Juliet);
        var orchard = await server.LoginAsync(Romeo);
        var tomb = await server.LoginAsync("romeo@example.org/tomb");
        const string Message = "<message to='juliet@example.org'><body>hi</body></message>";

        await AssertRefusedAsync(orchard, Message, Unavailable);
        tomb.Send(Message);
        await tomb.ExpectNothingAsync();

        Assert.Contains("from='romeo@example.org/tomb'", Assert.Single(await juliet.DrainAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_resources_and_the_server_are_there_though_the_domain_is_blocked()
    {
        await using var server = await ServerAsync("example.org");
        var chamber = await server.LoginAsync("juliet@example.org/chamber");
        var juliet = await server.LoginAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);

        juliet.Send("<message to='juliet@example.org/chamber'><body>note</body></message>");
        Assert.Contains("note", await chamber.ReceiveAsync(), StringComparison.Ordinal);
        await juliet.ExpectNothingAsync();
        await AssertRefusedAsync(romeo, "<message to='juliet@example.org'><body>hi</body></message>", Unavailable);
    }

    [Fact]
    public async Task Message_kept_before_its_sender_was_blocked_is_not_delivered()
    {
        await using var server = await ServerAsync("romeo@example.org");
        foreach (var from in (string[])["romeo@example.org/orchard", "nurse@example.net/house"])
        {
            var message = $"<message from='{from}' to='juliet@example.org'><body>hi</body></message>";
            await server.Stores.Offline.AppendAsync(_juliet, System.Text.Encoding.UTF8.GetBytes(message), 10);
        }

        var juliet = await server.LoginAsync(Juliet);
        juliet.Send("<presence/>");
        await juliet.ReceiveAsync();

        Assert.Contains("nurse@example.net", await juliet.ReceiveAsync(), StringComparison.Ordinal);
        await server.WhenStoredAsync(_juliet, 0);
        await juliet.ExpectNothingAsync();
    }

    [Fact]
    public async Task Blocked_message_wakes_no_phone()
    {
        await using var server = await ServerAsync("romeo@example.org");
        await server.Stores.Push.EnableAsync(_juliet, new(Jid.Parse(_elsewhere.Name), "n", []), 20);
        var romeo = await server.LoginAsync(Romeo);

        await AssertRefusedAsync(romeo, "<message to='juliet@example.org' type='chat' id='1'><body>hi</body></message>", Unavailable);

        Assert.Equal(0, _elsewhere.Count);
    }

    [Fact]
    public async Task Without_the_module_nobody_is_blocked()
    {
        await using var server = await ServerAsync("romeo@example.org");
        var juliet = await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAvailableAsync(Romeo);

        await server.Modules.StopAsync("blocking");
        romeo.Send("<message to='juliet@example.org'><body>one</body></message>");
        await romeo.ExpectNothingAsync();
        Assert.Contains("one", Assert.Single(await juliet.DrainAsync()), StringComparison.Ordinal);

        await server.Modules.StartAsync("blocking");
        await AssertRefusedAsync(romeo, "<message to='juliet@example.org'><body>two</body></message>", Unavailable);
        await juliet.ExpectNothingAsync();
    }

    private static async Task AssertRefusedAsync(TestClient sender, string stanza, string condition)
    {
        sender.Send(stanza);
        var answers = await sender.DrainAsync();
        // A subscription changes the sender's own side all the same.
        answers.RemoveAll(answer => answer.Contains("jabber:iq:roster", StringComparison.Ordinal));
        if (condition.Length == 0)
        {
            Assert.Empty(answers);
            return;
        }

        var answer = Assert.Single(answers);
        Assert.Contains(" type='error'", answer, StringComparison.Ordinal);
        Assert.Contains($"<error type='cancel'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>", answer, StringComparison.Ordinal);
    }

    private static void AssertNotAcceptable(string answer) => Assert.Contains(
        "<error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            + "<blocked xmlns='urn:xmpp:blocking:errors'/></error>",
        answer,
        StringComparison.Ordinal);

    /// <summary>Juliet blocks this address, and is away.</summary>
    private async Task<TestServer> ServerAsync(string blocked)
    {
        var server = new TestServer(new TestServerOptions { Routes = [_elsewhere], ModuleOptions = new ModuleOptions() });
        _elsewhere.Server = server;
        await server.AddAccountAsync(Juliet);
        await server.Services.Blocklists.BlockAsync(_juliet, [Jid.Parse(blocked)], 10);
        return server;
    }
}
