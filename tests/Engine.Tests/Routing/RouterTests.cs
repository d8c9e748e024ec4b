using System.Text;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>RFC 6120 §10 and RFC 6121 §8: where a client's stanza goes, and what comes back.</summary>
public sealed class RouterTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Balcony = "juliet@example.org/balcony";
    private const string Chamber = "juliet@example.org/chamber";

    public static TheoryData<string, string> Refused => new()
    {
        // To a host that is not served and that no route takes.
        { "<message to='mercutio@elsewhere.example'><body/></message>", "remote-server-not-found" },
        { "<iq to='elsewhere.example' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "remote-server-not-found" },
        // To the server, and to a resource that the server does not have.
        { "<message to='example.org'><body/></message>", "service-unavailable" },
        { "<message to='example.org/x'><body/></message>", "service-unavailable" },
        { "<iq to='example.org/x' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "service-unavailable" },
        { "<iq to='example.org' id='1' type='get'><unknown xmlns='urn:x'/></iq>", "service-unavailable" },
        // To one's own account, which knows no such request.
        { "<iq id='1' type='get'><unknown xmlns='urn:x'/></iq>", "service-unavailable" },
        // To an account that does not exist.
        { "<message to='nobody@example.org'><body/></message>", "service-unavailable" },
        { "<message to='nobody@example.org/x' type='chat'><body/></message>", "service-unavailable" },
        { "<iq to='nobody@example.org' id='1' type='get'><unknown xmlns='urn:x'/></iq>", "service-unavailable" },
        { "<iq to='nobody@example.org/x' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "service-unavailable" },
        // To an account that exists, and to a resource that does not.
        { "<message to='juliet@example.org' type='groupchat'><body/></message>", "service-unavailable" },
        { "<message to='juliet@example.org/gone'><body/></message>", "service-unavailable" },
        { "<message to='juliet@example.org/gone' type='groupchat'><body/></message>", "service-unavailable" },
        { "<iq to='juliet@example.org/gone' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "service-unavailable" },
        // To what is no address.
        { "<message to='@example.org'><body/></message>", "jid-malformed" },
        { "<presence to=''/>", "jid-malformed" },
        // What RFC 6120 §8.2.3 asks of an IQ, and RFC 6121 §4.7.1 of a presence.
        { "<iq type='get' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>", "bad-request" },
        { "<iq id='1' type='get' to='example.org'/>", "bad-request" },
        { "<iq id='1' type='get' to='example.org'><a xmlns='urn:a'/><b xmlns='urn:b'/></iq>", "bad-request" },
        { "<iq id='1' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>", "bad-request" },
        { "<iq id='1' type='put' to='example.org'><ping xmlns='urn:xmpp:ping'/></iq>", "bad-request" },
        { "<presence type='available'/>", "bad-request" },
    };

    /// <summary>The same, of kinds that are never answered.</summary>
    public static TheoryData<string> Unanswered =>
    [
        "<message to='elsewhere.example' type='error'><body/></message>",
        "<iq to='elsewhere.example' id='1' type='result'/>",
        "<iq to='elsewhere.example' id='1' type='error'/>",
        "<presence to='mercutio@elsewhere.example' type='error'/>",
        "<message to='example.org' type='error'><body/></message>",
        "<iq to='example.org' id='1' type='result'/>",
        "<iq to='example.org' id='1' type='error'/>",
        "<iq id='1' type='result'/>",
        "<presence to='example.org'/>",
        "<presence to='example.org/x'/>",
        "<message to='nobody@example.org' type='error'><body/></message>",
        "<message to='nobody@example.org' type='headline'><body/></message>",
        "<iq to='nobody@example.org' id='1' type='result'/>",
        "<iq to='juliet@example.org' id='1' type='error'/>",
        "<presence to='nobody@example.org'/>",
        "<presence to='nobody@example.org' type='unavailable'/>",
        "<presence to='nobody@example.org' type='error'/>",
        "<presence to='nobody@example.org' type='subscribed'/>",
        "<message to='juliet@example.org/gone' type='error'><body/></message>",
        "<message to='juliet@example.org/gone' type='headline'><body/></message>",
        "<iq to='juliet@example.org/gone' id='1' type='result'/>",
        "<iq to='juliet@example.org/gone' id='1' type='error'/>",
        "<presence to='juliet@example.org/gone' type='error'/>",
        "<message to='@example.org' type='error'><body/></message>",
        "<iq to='@example.org' type='result'/>",
        "<iq type='error'/>",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Stanza_that_nobody_takes_is_answered_with(string stanza, string condition)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        await server.LoginAvailableAsync(Balcony);

        var answer = await romeo.RequestAsync(stanza);

        Assert.Contains(" type='error'", answer, StringComparison.Ordinal);
        Assert.Contains($"<{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>", answer, StringComparison.Ordinal);
        Assert.Contains($" to='{Romeo}'", answer, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unanswered))]
    public async Task Stanza_that_may_not_be_answered_is_not(string stanza)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Balcony);

        romeo.Send(stanza);

        await romeo.ExpectNothingAsync();
        await juliet.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("<message to='juliet@example.org/balcony' type='chat' id='1'><body>hi</body></message>")]
    [InlineData("<message to='juliet@example.org/balcony' type='groupchat'/>")]
    [InlineData("<message to='juliet@example.org/balcony' type='headline'/>")]
    [InlineData("<message to='juliet@example.org/balcony' type='error'/>")]
    [InlineData("<message to='juliet@example.org/balcony' type='unheard-of'/>")]
    [InlineData("<iq to='juliet@example.org/balcony' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>")]
    [InlineData("<iq to='juliet@example.org/balcony' id='1' type='result'/>")]
    [InlineData("<iq to='juliet@example.org/balcony' id='1' type='error'/>")]
    [InlineData("<presence to='juliet@example.org/balcony'><show>dnd</show></presence>")]
    [InlineData("<presence to='juliet@example.org/balcony' type='error'/>")]
    public async Task Stanza_to_a_full_jid_goes_to_that_resource_as_it_is(string stanza)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAsync(Balcony);
        var other = await server.LoginAvailableAsync(Chamber);

        romeo.Send(stanza);

        await juliet.ExpectAsync(Stamped(stanza));
        await other.ExpectNothingAsync();
        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Message_to_a_bare_jid_goes_to_all_resources_of_the_highest_priority()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var low = await server.LoginAvailableAsync("juliet@example.org/low", "<presence><priority>1</priority></presence>");
        var high = await server.LoginAvailableAsync("juliet@example.org/high", "<presence><priority>5</priority></presence>");
        var alsoHigh = await server.LoginAvailableAsync("juliet@example.org/also", "<presence><priority>5</priority></presence>");
        await low.DrainAsync();
        await high.DrainAsync();
        const string message = "<message to='juliet@example.org'><body>hi</body></message>";

        romeo.Send(message);

        await high.ExpectAsync(Stamped(message));
        await alsoHigh.ExpectAsync(Stamped(message));
        await low.ExpectNothingAsync();
    }

    [Fact]
    public async Task Headline_to_a_bare_jid_goes_to_all_resources_that_are_not_negative()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var low = await server.LoginAvailableAsync("juliet@example.org/low");
        var high = await server.LoginAvailableAsync("juliet@example.org/high", "<presence><priority>5</priority></presence>");
        var negative = await server.LoginAvailableAsync("juliet@example.org/negative", "<presence><priority>-1</priority></presence>");
        var connected = await server.LoginAsync("juliet@example.org/connected");
        await low.DrainAsync();
        await high.DrainAsync();
        const string headline = "<message to='juliet@example.org' type='headline'><body>hi</body></message>";

        romeo.Send(headline);

        await low.ExpectAsync(Stamped(headline));
        await high.ExpectAsync(Stamped(headline));
        await negative.ExpectNothingAsync();
        await connected.ExpectNothingAsync();
    }

    [Fact]
    public async Task Message_without_to_goes_to_the_sender_s_own_account()
    {
        await using var server = new TestServer();
        var orchard = await server.LoginAsync(Romeo);
        var street = await server.LoginAvailableAsync("romeo@example.org/street");

        orchard.Send("<message><body>note</body></message>");

        await street.ExpectAsync($"<message from='{Romeo}'><body>note</body></message>");
    }

    [Fact]
    public async Task Chat_to_a_resource_that_is_gone_goes_to_the_account()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAvailableAsync(Balcony);
        const string chat = "<message to='juliet@example.org/gone' type='chat'><body>hi</body></message>";

        romeo.Send(chat);

        await juliet.ExpectAsync(Stamped(chat));
    }

    [Fact]
    public async Task Presence_to_a_bare_jid_goes_to_all_available_resources()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var balcony = await server.LoginAvailableAsync(Balcony, "<presence><priority>-1</priority></presence>");
        var connected = await server.LoginAsync(Chamber);
        const string presence = "<presence to='juliet@example.org'/>";

        romeo.Send(presence);

        await balcony.ExpectAsync(Stamped(presence));
        await connected.ExpectNothingAsync();
    }

    [Fact]
    public async Task Addresses_are_compared_in_prepared_form()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAsync(Balcony);

        romeo.Send("<message to='Juliet@EXAMPLE.org/balcony'><body>hi</body></message>");

        Assert.Contains("<body>hi</body>", await juliet.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_served_host_has_accounts_of_its_own()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var tybalt = await server.LoginAsync("juliet@example.net/street");
        const string message = "<message to='juliet@example.net/street'/>";

        romeo.Send(message);

        await tybalt.ExpectAsync(Stamped(message));
    }

    [Fact]
    public async Task Routes_are_asked_in_order_until_one_takes_it()
    {
        var first = new RecordingRoute(Verdict.Continue);
        var second = new RecordingRoute(Verdict.Handled);
        var third = new RecordingRoute(Verdict.Handled);
        await using var server = new TestServer(new TestServerOptions { Routes = [first, second, third] });
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<message to='mercutio@elsewhere.example'/>");

        await romeo.ExpectNothingAsync();
        Assert.Equal(["mercutio@elsewhere.example"], first.Seen);
        Assert.Equal(["mercutio@elsewhere.example"], second.Seen);
        Assert.Empty(third.Seen);
    }

    [Fact]
    public async Task Stage_that_handles_a_stanza_ends_its_way()
    {
        var stage = new BodyStage("secret");
        await using var server = new TestServer(new TestServerOptions { Stages = [stage] });
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAsync(Balcony);

        romeo.Send($"<message to='{Balcony}'><body>secret</body></message><message to='{Balcony}'><body>open</body></message>");

        await juliet.ExpectAsync(Stamped($"<message to='{Balcony}'><body>open</body></message>"));
    }

    [Fact]
    public async Task Stanza_in_circles_is_dropped()
    {
        await using var server = new TestServer();
        var juliet = await server.LoginAsync(Balcony);
        var message = Encoding.UTF8.GetBytes($"<message from='{Romeo}' to='{Balcony}'/>");

        RouteAsServer(server, message, new RouteContext(StanzaOrigin.Server, RouteContext.MaxHops + 1));
        await juliet.ExpectNothingAsync();

        RouteAsServer(server, message, new RouteContext(StanzaOrigin.Server, RouteContext.MaxHops));
        await juliet.ExpectAsync($"<message from='{Romeo}' to='{Balcony}'/>");
    }

    [Fact]
    public async Task Server_s_own_stanza_that_is_refused_yields_one_error_and_no_other()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        RouteAsServer(server, Encoding.UTF8.GetBytes($"<message from='{Romeo}' to='{Balcony}'/>"), RouteContext.FromServer);

        var error = await romeo.ReceiveAsync();
        Assert.Contains("service-unavailable", error, StringComparison.Ordinal);
        // With the sender gone as well, the error has nowhere to go: it is not answered.
        RouteAsServer(server, "<message from='gone@example.org/x' to='nobody@example.org/x'/>"u8, RouteContext.FromServer);
        await romeo.ExpectNothingAsync();
    }

    private static void RouteAsServer(TestServer server, ReadOnlySpan<byte> message, RouteContext context)
    {
        var header = StanzaHeader.Read(message, StreamScope.Client, Namespaces.Client);
        var to = Jid.Parse(header.To.ToString());
        var turn = server.Network.Turns.Begin();
        server.Server.Route(turn, message, to, context);
        turn.End();
    }

    private static string Stamped(string stanza)
    {
        var nameEnd = stanza.IndexOf(' ', StringComparison.Ordinal);
        return stanza.Insert(nameEnd, $" from='{Romeo}'");
    }

    private sealed class RecordingRoute(Verdict verdict) : IRoute
    {
        public List<string> Seen { get; } = [];

        public Verdict Route(in Stanza stanza)
        {
            Seen.Add(stanza.To.ToString());
            return verdict;
        }
    }

    private sealed class BodyStage(string forbidden) : IStage
    {
        public Verdict Process(in Stanza stanza) =>
            stanza.Element.TryGetChild("body"u8, Namespaces.Client, out var body) && body.Text.ToString() == forbidden
                ? Verdict.Handled
                : Verdict.Continue;
    }
}
