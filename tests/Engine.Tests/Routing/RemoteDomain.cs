using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Tests.Routing;

/// <summary>
/// Somebody beyond this server, as a component is: gets what is sent to its domain and says what it likes, as it came from
/// its stream. Any thread.
/// </summary>
internal sealed class RemoteDomain(string domain) : StanzaSender, IRoute
{
    private readonly byte[] _domain = Encoding.UTF8.GetBytes(domain);
    private readonly List<string> _received = [];

    public string Name => domain;

    /// <summary>Set when the server is there, which is made with its routes.</summary>
    public TestServer Server { get; set; } = null!;

    /// <summary>What is said to a stanza, a reply to what was sent included; null: nothing.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    public int Count
    {
        get
        {
            lock (_received) return _received.Count;
        }
    }

    public string[] Received
    {
        get
        {
            lock (_received) return [.. _received];
        }
    }

    public Verdict Route(in Stanza stanza)
    {
        if (!stanza.To.Domain.SequenceEqual(_domain)) return Verdict.Continue;

        var outbound = stanza.Outbound();
        var bytes = new byte[outbound.Length];
        outbound.CopyTo(bytes);
        Take(stanza.Turn, Encoding.UTF8.GetString(bytes));
        return Verdict.Handled;
    }

    public override void Reply(Turn turn, ReadOnlySpan<byte> stanza, RouteContext context) =>
        Take(turn, Encoding.UTF8.GetString(stanza));

    public override void Pause()
    {
    }

    public override void Resume()
    {
    }

    public void Send(string stanza)
    {
        var turn = Server.Network.Turns.Begin();
        Send(turn, stanza);
        turn.End();
    }

    /// <summary>An error in answer to a stanza, whatever that is.</summary>
    public static string Refuse(string stanza, string condition = "item-not-found", string type = "cancel") =>
        $"<{NameOf(stanza)} type='error' id='{Attribute(stanza, "id")}' from='{Attribute(stanza, "to")}' to='{Attribute(stanza, "from")}'>"
        + $"<error type='{type}'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></{NameOf(stanza)}>";

    public static string Accept(string iq) =>
        $"<iq type='result' id='{Attribute(iq, "id")}' from='{Attribute(iq, "to")}' to='{Attribute(iq, "from")}'/>";

    /// <summary>Empty if the start tag has no such attribute.</summary>
    public static string Attribute(string stanza, string name)
    {
        var tag = stanza[..stanza.IndexOf('>', StringComparison.Ordinal)];
        var start = tag.IndexOf($" {name}='", StringComparison.Ordinal);
        return start < 0 ? "" : tag[(start + name.Length + 3)..].Split('\'')[0];
    }

    private static string NameOf(string stanza) => stanza[1..stanza.IndexOf(' ', StringComparison.Ordinal)];

    private void Take(Turn turn, string stanza)
    {
        lock (_received) _received.Add(stanza);
        if (Answer(stanza) is { } answer) Send(turn, answer);
    }

    private void Send(Turn turn, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);
        var to = Jid.TryParse(header.To.ToString(), out var parsed) ? parsed : null;
        Server.Router.Dispatch(new Stanza
        {
            Header = header,
            Bytes = bytes,
            From = JidView.Of(Jid.Parse(header.From.ToString())),
            To = to is null ? default : JidView.Of(to),
            HasTo = to is not null,
            Sender = this,
            Route = RouteContext.FromComponent,
            Turn = turn,
            Stamp = bytes.AsSpan(header.FromRange),
        });
    }
}
