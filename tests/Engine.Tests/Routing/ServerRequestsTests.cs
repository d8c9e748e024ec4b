using System.Text;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>Requests of the server's own: their answers go to whoever asked, and to nobody else.</summary>
public sealed class ServerRequestsTests
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org";

    private readonly RecordingHandler _handler = new();

    [Theory]
    [InlineData("<iq type='result' id='{0}' to='juliet@example.org'><query xmlns='urn:x'/></iq>")]
    [InlineData("<iq type='error' id='{0}' to='juliet@example.org'><error type='cancel'/></iq>")]
    public async Task Answer_of_who_was_asked_goes_to_the_handler_and_nowhere_else(string answer)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await server.LoginAvailableAsync($"{Juliet}/balcony");
        var id = await AskAsync(server, romeo);

        romeo.Send(string.Format(null, answer, id));

        await romeo.ExpectNothingAsync();
        await juliet.ExpectNothingAsync();
        Assert.Contains($"id='{id}'", Assert.Single(_handler.Outcomes), StringComparison.Ordinal);
        Assert.Equal(0, server.Requests.Count);
        Assert.Equal(0, server.Metrics.Read("meerkat.requests.pending"));
    }

    [Fact]
    public async Task Second_answer_is_an_ordinary_stanza()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var id = await AskAsync(server, romeo);

        romeo.Send($"<iq type='result' id='{id}' to='{Juliet}'/><iq type='result' id='{id}' to='{Juliet}'/>");

        await romeo.ExpectNothingAsync();
        Assert.Single(_handler.Outcomes);
    }

    [Theory]
    // From somebody else, to somebody else, with another id, and no answer at all.
    [InlineData("tybalt@example.org/street", "<iq type='result' id='{0}' to='juliet@example.org'/>")]
    [InlineData(Romeo, "<iq type='result' id='{0}' to='juliet@example.org/balcony'/>")]
    [InlineData(Romeo, "<iq type='result' id='{0}'/>")]
    [InlineData(Romeo, "<iq type='result' id='x{0}' to='juliet@example.org'/>")]
    [InlineData(Romeo, "<iq type='result' id='00000000000000000000000000000000' to='juliet@example.org'/>")]
    [InlineData(Romeo, "<message type='error' id='{0}' to='juliet@example.org'/>")]
    public async Task What_does_not_answer_leaves_the_request_waiting(string from, string stanza)
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        await server.AddAccountAsync(Juliet);
        var id = await AskAsync(server, romeo);
        var sender = from == Romeo ? romeo : await server.LoginAsync(from);

        sender.Send(string.Format(null, stanza, id));

        await sender.ExpectNothingAsync();
        Assert.Empty(_handler.Outcomes);
        Assert.Equal(1, server.Requests.Count);
        Assert.Equal(1, server.Metrics.Read("meerkat.requests.pending"));
    }

    [Fact]
    public async Task Request_with_the_same_id_is_a_request()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        await server.AddAccountAsync(Juliet);
        var id = await AskAsync(server, romeo);

        var answer = await romeo.RequestAsync($"<iq type='get' id='{id}' to='{Juliet}'><unknown xmlns='urn:x'/></iq>");

        Assert.Contains("service-unavailable", answer, StringComparison.Ordinal);
        Assert.Empty(_handler.Outcomes);
    }

    [Theory]
    [InlineData("nobody@elsewhere.example", "remote-server-not-found")]
    [InlineData("example.org", "service-unavailable")]
    [InlineData("nobody@example.org", "service-unavailable")]
    [InlineData("nobody@example.org/gone", "service-unavailable")]
    [InlineData(Juliet, "service-unavailable")]
    public async Task Refusal_within_the_server_goes_to_the_handler(string to, string condition)
    {
        await using var server = new TestServer();
        var juliet = await server.LoginAvailableAsync($"{Juliet}/balcony");

        Assert.True(TryAsk(server, to));

        Assert.Contains(condition, Assert.Single(_handler.Outcomes), StringComparison.Ordinal);
        await juliet.ExpectNothingAsync();
        Assert.Equal(0, server.Metrics.Read("meerkat.error_replies.suppressed"));
    }

    [Fact]
    public async Task Answer_of_the_server_itself_goes_to_the_handler()
    {
        await using var server = new TestServer();
        var turn = server.Network.Turns.Begin();

        server.Services.Requests.TryGet(
            turn, Jid.Parse(Juliet), Jid.Parse("example.net"), "<ping xmlns='urn:xmpp:ping'/>"u8, _handler);
        turn.End();

        Assert.Contains("type='result' from='example.net' to='juliet@example.org'", Assert.Single(_handler.Outcomes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_nobody_answers_times_out_once()
    {
        await using var server = new TestServer();
        var romeo = await server.LoginAsync(Romeo);
        var id = await AskAsync(server, romeo);

        server.Advance(PendingRequests.Timeout - TimeSpan.FromSeconds(1));
        Assert.Empty(_handler.Outcomes);
        server.Advance(TimeSpan.FromSeconds(1));
        romeo.Send($"<iq type='result' id='{id}' to='{Juliet}'/>");
        await romeo.ExpectNothingAsync();
        server.Advance(PendingRequests.Timeout);

        Assert.Equal(["timeout"], _handler.Outcomes);
        Assert.Equal(1, server.Metrics.Read("meerkat.requests.timed_out"));
        Assert.Equal(0, server.Metrics.Read("meerkat.requests.pending"));
    }

    [Fact]
    public async Task No_more_wait_than_the_limit()
    {
        await using var server = new TestServer();
        await server.LoginAsync(Romeo);
        for (var i = 0; i < PendingRequests.MaxRequests; i++)
        {
            Assert.True(server.Requests.TryAdd(Jid.Parse(Juliet), Jid.Parse(Romeo), _handler, out _));
        }

        Assert.False(TryAsk(server, Romeo));

        Assert.Equal(1, server.Metrics.Read("meerkat.requests.refused"));
        Assert.Equal(PendingRequests.MaxRequests, server.Requests.Count);
        server.Advance(PendingRequests.Timeout);
        Assert.Equal(0, server.Requests.Count);
        Assert.True(TryAsk(server, Romeo));
    }

    [Fact]
    public async Task Ids_are_random()
    {
        await using var server = new TestServer();
        var ids = new HashSet<string>();

        for (var i = 0; i < 1000; i++)
        {
            server.Requests.TryAdd(Jid.Parse(Juliet), Jid.Parse(Romeo), _handler, out var id);
            ids.Add(Encoding.UTF8.GetString(id!));
        }

        Assert.Equal(1000, ids.Count);
        // No digit stands still: a thousand numbers in a row would share most of theirs.
        for (var i = 0; i < 32; i++) Assert.Equal(16, ids.Select(id => id[i]).Distinct().Count());
    }

    [Fact]
    public async Task Handler_that_fails_hurts_nobody()
    {
        await using var server = new TestServer(new TestServerOptions { ExpectedErrors = 1 });
        var romeo = await server.LoginAsync(Romeo);
        var turn = server.Network.Turns.Begin();

        server.Services.Requests.TryGet(turn, Jid.Parse(Juliet), Jid.Parse(Romeo), "<q xmlns='urn:x'/>"u8, new FailingHandler());
        turn.End();
        var id = IdOf(await romeo.ReceiveAsync());
        romeo.Send($"<iq type='result' id='{id}' to='{Juliet}'/>");

        await romeo.ExpectNothingAsync();
    }

    private bool TryAsk(TestServer server, string to)
    {
        var turn = server.Network.Turns.Begin();
        var isSent = server.Services.Requests.TrySet(turn, Jid.Parse(Juliet), Jid.Parse(to), "<q xmlns='urn:x'/>"u8, _handler);
        turn.End();
        return isSent;
    }

    /// <summary>Juliet's account asks Romeo's client. The id of the request as he got it.</summary>
    private async Task<string> AskAsync(TestServer server, TestClient romeo)
    {
        Assert.True(TryAsk(server, Romeo));
        var request = await romeo.ReceiveAsync();
        var id = IdOf(request);
        Assert.Equal(
            $"<iq from='{Juliet}' type='set' id='{id}' to='{Romeo}'><q xmlns='urn:x'/></iq>", request);
        return id;
    }

    private static string IdOf(string stanza) => stanza.Split("id='")[1].Split('\'')[0];

    private sealed class FailingHandler : IResponseHandler
    {
        public void OnAnswer(in Stanza answer) => throw new InvalidOperationException("a bug");

        public void OnTimeout(Engine.Net.Turn turn) => throw new InvalidOperationException("a bug");
    }
}
