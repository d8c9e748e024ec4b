using System.Text;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>An error is never answered, wherever it comes from and wherever it goes, and goes nowhere but to its address.</summary>
public sealed class ErrorRoutingTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Suppressed = "meerkat.error_replies.suppressed";

    [Fact]
    public async Task Case_1_error_to_an_error_reply_is_dropped_and_counted()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        // A message from nobody to nobody: its error has nowhere to go, and would yield another.
        Route(server, "<message from='gone@example.org/x' to='nobody@example.org/x'/>", RouteContext.FromServer);

        await romeo.ExpectNothingAsync();
        Assert.Equal(1, server.Metrics.Read("meerkat.error_replies"));
        Assert.Equal(1, server.Metrics.Read(Suppressed));
    }

    [Theory]
    [InlineData("<message from='a.example' to='b.example'/>")]
    [InlineData("<iq from='a.example' to='b.example' type='set' id='1'><query xmlns='urn:x'/></iq>")]
    [InlineData("<presence from='a.example' to='b.example'/>")]
    public async Task Case_2_route_that_refuses_everything_is_asked_once_for_each_direction(string stanza)
    {
        var route = new BouncingRoute("a.example", "b.example");
        await using var server = Server(route);

        Route(server, stanza, RouteContext.FromServer);

        Assert.Equal(2, route.Calls);
        Assert.Equal(1, server.Metrics.Read(Suppressed));
    }

    [Theory]
    [InlineData("message", "")]
    [InlineData("iq", " type='get'")]
    [InlineData("presence", "")]
    [InlineData("message", " type='error'")]
    public async Task Case_5_components_that_answer_everything_with_an_error_have_one_exchange(string kind, string type)
    {
        await using var server = new TestServer();
        var a = await server.JoinAsync("a.example.org");
        var b = await server.JoinAsync("b.example.org");

        a.Send($"<{kind} from='a.example.org' to='b.example.org' id='1'{type}><x xmlns='urn:x'/></{kind}>");
        b.Send(RemoteDomain.Refuse(await b.ReceiveAsync()));
        List<string> answers = await a.DrainAsync();
        foreach (var answer in answers) a.Send(RemoteDomain.Refuse(answer));

        await b.ExpectNothingAsync();
        await a.ExpectNothingAsync();
        // An error that nobody asked for is one already: its answer does not even arrive.
        Assert.Equal(type == " type='error'" ? 0 : 1, answers.Count);
        Assert.Equal(1, server.Metrics.Read(Suppressed));
    }

    [Theory]
    [InlineData("<message from='b.example.org' to='a.example.org' id='2' type='error'/>")]
    [InlineData("<presence from='b.example.org' to='a.example.org' id='1' type='error'/>")]
    [InlineData("<message from='b.example.org/x' to='a.example.org' id='1' type='error'/>")]
    [InlineData("<message from='b.example.org' to='a.example.org/x' id='1' type='error'/>")]
    [InlineData("<message from='b.example.org' to='a.example.org' id='1'/>")]
    public async Task What_is_no_answer_to_an_error_is_delivered(string stanza)
    {
        await using var server = new TestServer();
        var a = await server.JoinAsync("a.example.org");
        var b = await server.JoinAsync("b.example.org");
        a.Send("<message from='a.example.org' to='b.example.org' id='1' type='error'/>");
        await b.ReceiveAsync();

        b.Send(stanza);

        await a.ExpectAsync(stanza);
    }

    [Fact]
    public async Task Errors_of_long_ago_are_forgotten()
    {
        await using var server = new TestServer();
        var a = await server.JoinAsync("a.example.org");
        var b = await server.JoinAsync("b.example.org");
        const string answer = "<message from='b.example.org' to='a.example.org' id='1' type='error'/>";
        a.Send("<message from='a.example.org' to='b.example.org' id='1' type='error'/>");
        await b.ReceiveAsync();

        b.Send(answer);
        await a.ExpectNothingAsync();
        server.Advance(TimeSpan.FromSeconds(12));
        b.Send(answer);

        await a.ExpectAsync(answer);
    }

    [Fact]
    public async Task Same_error_twice_is_delivered_twice()
    {
        await using var server = new TestServer();
        var a = await server.JoinAsync("a.example.org");
        var romeo = await server.LoginAsync(Romeo);
        const string error = "<message to='a.example.org' id='1' type='error'/>";

        romeo.Send(error + error);

        var received = error.Insert("<message".Length, $" from='{Romeo}'");
        await a.ExpectAsync(received, received);
    }

    [Fact]
    public async Task Case_6_error_to_an_absent_user_is_not_stored()
    {
        await using var server = new TestServer();
        var juliet = await server.AddAccountAsync("juliet@example.org");
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send("<message to='juliet@example.org' type='error'><body>hi</body></message>");
        romeo.Send("<message to='juliet@example.org/gone' type='error'><body>hi</body><store xmlns='urn:xmpp:hints'/></message>");

        await romeo.ExpectNothingAsync();
        Assert.Equal(0, await server.Stores.Offline.CountAsync(juliet));
    }

    [Fact]
    public async Task Case_7_result_to_a_resource_that_is_gone_is_dropped()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAvailableAsync("juliet@example.org/balcony");

        romeo.Send("<iq to='juliet@example.org/gone' id='1' type='result'><query xmlns='urn:x'/></iq>");

        await romeo.ExpectNothingAsync();
        await juliet.ExpectNothingAsync();
        Assert.Equal(0, server.Metrics.Read("meerkat.error_replies"));
    }

    [Theory]
    [InlineData("<presence to='nobody@elsewhere.example' type='unavailable'/>")]
    [InlineData("<presence to='nobody@elsewhere.example' type='probe'/>")]
    public async Task Presence_that_asks_for_nothing_is_not_answered(string presence)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);

        romeo.Send(presence);

        await romeo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Suppressed_error_is_logged_with_both_addresses_and_both_conditions_and_nothing_else()
    {
        await using var server = new TestServer(new TestServerOptions { ExpectedErrors = 1 });
        var romeo = await server.LoginAsync(Romeo);
        server.Errors.Level = LogLevel.Debug;

        romeo.Send(
            "<message to='nobody@elsewhere.example' type='error'><body>secret</body><error type='cancel'>"
            + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>private</text>"
            + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>private</gone></error></message>");
        await romeo.ExpectNothingAsync();

        server.Errors.Level = LogLevel.Error;
        var line = Assert.Single(server.Errors.Lines);
        Assert.StartsWith(
            $"An error from {Romeo} to nobody@elsewhere.example, gone, would be answered with RemoteServerNotFound and is dropped",
            line,
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.DoesNotContain("private", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stanza_in_circles_is_dropped_and_counted()
    {
        var route = new BouncingRoute("a.example");
        await using var server = Server(route);

        Route(server, "<message from='b.example' to='a.example'/>", new RouteContext(StanzaOrigin.Server, RouteContext.MaxHops));
        Assert.Equal(1, route.Calls);
        Assert.Equal(1, server.Metrics.Read("meerkat.routing_loops.dropped"));

        Route(server, "<message from='b.example' to='a.example'/>", new RouteContext(StanzaOrigin.Server, RouteContext.MaxHops + 1));
        Assert.Equal(1, route.Calls);
        Assert.Equal(2, server.Metrics.Read("meerkat.routing_loops.dropped"));
    }

    private static TestServer Server(BouncingRoute route)
    {
        var server = new TestServer(new TestServerOptions { Routes = [route] });
        route.Router = server.Router;
        return server;
    }

    private static void Route(TestServer server, string stanza, RouteContext context)
    {
        var bytes = Encoding.UTF8.GetBytes(stanza);
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);
        var turn = server.Network.Turns.Begin();
        server.Server.Route(turn, bytes, Jid.Parse(header.To.ToString()), context);
        turn.End();
    }
}
