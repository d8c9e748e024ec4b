using System.Collections.Concurrent;
using System.Text;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>
/// A server among peers of whom many answer whatever they get, with push registrations and blocklists that point anywhere. Takes one input
/// after another and counts what each leads to until all is quiet. One test, one thread.
/// </summary>
internal sealed class ErrorStorm : IAsyncDisposable
{
    private static readonly string[] _figures =
        ["meerkat.error_replies", "meerkat.error_replies.suppressed", "meerkat.push.published"];

    private readonly StormInputs _inputs;
    private readonly int _limit;
    private readonly RemoteDomain[] _domains = [new("a.example"), new("b.example"), new("c.example")];
    private readonly Dictionary<TestClient, Reaction> _clients = [];
    private readonly List<string> _knownIds = [];

    // Said when the server has done with what led to them, as it is with peers on streams.
    private readonly ConcurrentQueue<(RemoteDomain Domain, string Stanza)> _answers = new();
    private readonly TestServer _server;

    private ErrorStorm(StormInputs inputs, int limit)
    {
        _inputs = inputs;
        _limit = limit;
        _server = new TestServer(new TestServerOptions { Routes = _domains });
    }

    /// <summary>What was done last, for the message of a test that fails.</summary>
    public string LastInput { get; private set; } = "";

    public long Loops => _server.Metrics.Read("meerkat.routing_loops.dropped");

    public int PendingRequests => _server.Requests.Count;

    public static async Task<ErrorStorm> CreateAsync(StormInputs inputs, int limit)
    {
        var storm = new ErrorStorm(inputs, limit);
        storm.ConnectDomains();
        foreach (var jid in (string[])["romeo@example.org", "juliet@example.org", "nurse@example.net", "absent@example.org"])
        {
            await storm.AddAccountAsync(jid);
        }

        foreach (var jid in (string[])
            ["romeo@example.org/orchard", "juliet@example.org/balcony", "juliet@example.org/chamber", "nurse@example.net/house"])
        {
            await storm.ConnectAsync(jid);
        }

        return storm;
    }

    /// <summary>How many stanzas one random input led to: delivered, answered, published, or kept from being answered.</summary>
    public async Task<long> RunAsync()
    {
        var before = Sum();
        Send();
        var delivered = 0;
        do
        {
            await Eventually.IsTrueAsync(() => _server.Services.Work.UnderWay == 0);
            var came = await ReactAsync();
            delivered += came;
            if (came == 0) return delivered + Sum() - before;
        }
        while (delivered + Sum() - before <= _limit);

        return delivered + Sum() - before;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private long Sum() => _figures.Sum(_server.Metrics.Read) + _domains.Sum(domain => (long)domain.Count);

    /// <summary>One mirror at most: two would pass a message between them for ever, which is theirs to do.</summary>
    private void ConnectDomains()
    {
        var hasMirror = false;
        foreach (var domain in _domains)
        {
            var reaction = _inputs.Reaction(mayMirror: !hasMirror);
            hasMirror |= reaction == Reaction.Mirror;
            domain.Server = _server;
            domain.Answer = stanza =>
            {
                lock (_knownIds) _knownIds.Add(RemoteDomain.Attribute(stanza, "id"));
                if (AnswerTo(stanza, reaction, RemoteDomain.Attribute(stanza, "to")) is { } answer) _answers.Enqueue((domain, answer));
                return null;
            };
        }
    }

    private async Task AddAccountAsync(string jid)
    {
        var account = await _server.AddAccountAsync(jid);
        for (var i = 0; i < 3 && _inputs.Chance(50); i++)
        {
            await _server.Stores.Push.EnableAsync(account, new(Jid.Parse(_inputs.Address()), $"{i}", []), 20);
        }

        for (var i = 0; i < 2 && _inputs.Chance(30); i++)
        {
            await _server.Stores.Blocklists.AddAsync(account, [Jid.Parse(_inputs.Address())], 20);
        }
    }

    private async Task ConnectAsync(string jid)
    {
        if (_inputs.Chance(30)) return;

        var client = _inputs.Chance(70) ? await _server.LoginAvailableAsync(jid) : await _server.LoginAsync(jid);
        _clients.Add(client, _inputs.Reaction(mayMirror: false));
    }

    private void Send()
    {
        if (_inputs.Chance(30)) _server.Advance(TimeSpan.FromSeconds(11));
        if (_clients.Count > 0 && _inputs.Chance(50))
        {
            var client = _inputs.Pick([.. _clients.Keys]);
            LastInput = _inputs.Stanza(from: null, _knownIds);
            client.Send(LastInput);
            return;
        }

        var domain = _inputs.Pick(_domains);
        // A component may be trusted to write in the name of users.
        var from = _inputs.Pick(domain.Name, $"x@{domain.Name}", $"x@{domain.Name}/y", _inputs.Address());
        LastInput = _inputs.Stanza(from, _knownIds);
        if (_inputs.Chance(70)) domain.Send(LastInput);
        else SendAsServer(LastInput);
    }

    private void SendAsServer(string stanza)
    {
        var bytes = Encoding.UTF8.GetBytes(stanza);
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);
        if (!Jid.TryParse(header.To.ToString(), out var to)) return;

        var turn = _server.Network.Turns.Begin();
        _server.Server.Route(turn, bytes, to, RouteContext.FromServer);
        turn.End();
    }

    /// <summary>What has come to peers, who do with it what they do.</summary>
    private async Task<int> ReactAsync()
    {
        var count = 0;
        while (_answers.TryDequeue(out var answer))
        {
            answer.Domain.Send(answer.Stanza);
            if (++count > _limit) return count;
        }

        foreach (var (client, reaction) in _clients)
        {
            foreach (var stanza in await client.DrainAsync())
            {
                count++;
                if (AnswerTo(stanza, reaction, from: "") is { } answer) client.Send(answer);
            }
        }

        return count;
    }

    private static string? AnswerTo(string stanza, Reaction reaction, string from)
    {
        var to = RemoteDomain.Attribute(stanza, "from");
        // Nor do they talk to themselves.
        if (to.Length == 0 || DomainOf(to) == DomainOf(from)) return null;

        var origin = from.Length == 0 ? "" : $" from='{from}'";
        var id = RemoteDomain.Attribute(stanza, "id");
        return reaction switch
        {
            Reaction.Refuse => $"<{NameOf(stanza)}{origin} to='{to}' id='{id}' type='error'/>",
            Reaction.Accept when RemoteDomain.Attribute(stanza, "type") is not ("result" or "error") => $"<iq{origin} to='{to}' id='{id}' type='result'/>",
            Reaction.Mirror => $"<{NameOf(stanza)}{origin} to='{to}' id='{id}' type='{RemoteDomain.Attribute(stanza, "type")}'/>",
            _ => null,
        };
    }

    private static string DomainOf(string jid) => jid[(jid.IndexOf('@', StringComparison.Ordinal) + 1)..].Split('/')[0];

    private static string NameOf(string stanza) => stanza[1..stanza.IndexOf(' ', StringComparison.Ordinal)];
}
