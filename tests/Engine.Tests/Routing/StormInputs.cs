namespace Meerkat.Engine.Tests.Routing;

/// <summary>Makes stanzas of all kinds, sensible and not. One thread.</summary>
internal sealed class StormInputs(Random random)
{
    private static readonly string[] _addresses =
    [
        "romeo@example.org", "romeo@example.org/orchard", "juliet@example.org", "juliet@example.org/balcony",
        "juliet@example.org/chamber", "juliet@example.org/gone", "nurse@example.net", "nurse@example.net/house",
        "absent@example.org", "absent@example.org/gone", "nobody@example.org", "nobody@example.org/x",
        "example.org", "example.org/x", "example.net", "a.example", "x@a.example", "x@a.example/y", "b.example",
        "x@b.example", "c.example", "elsewhere.example", "x@elsewhere.example/y",
    ];

    private static readonly string[] _types =
    [
        "", "", "chat", "normal", "groupchat", "headline", "error", "error", "get", "set", "result", "result", "unavailable",
        "subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "unheard-of",
    ];

    private static readonly string[] _payloads =
    [
        "", "<body>hi</body>", "<body>hi</body>", "<ping xmlns='urn:xmpp:ping'/>", "<query xmlns='jabber:iq:version'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info'/>", "<query xmlns='jabber:iq:roster'/>", "<unknown xmlns='urn:x'/>",
        "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>", "<store xmlns='urn:xmpp:hints'/>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'/>", "<blocklist xmlns='urn:xmpp:blocking'/>", "<unblock xmlns='urn:xmpp:blocking'/>",
    ];

    private int _lastId;

    public string Address() => Pick(_addresses);

    public string Stanza(string? from, IReadOnlyList<string> knownIds)
    {
        var kind = Pick("message", "message", "iq", "iq", "presence");
        var type = Pick(_types);
        var to = random.Next(20) == 0 ? "" : $" to='{Address()}'";
        var origin = from is null ? "" : $" from='{from}'";
        return $"<{kind}{origin}{to}{Attribute("type", type)}{Attribute("id", Id(knownIds))}>{Payload()}</{kind}>";
    }

    public Reaction Reaction(bool mayMirror) =>
        Pick(Routing.Reaction.Silence, Routing.Reaction.Refuse, Routing.Reaction.Refuse, Routing.Reaction.Accept, mayMirror ? Routing.Reaction.Mirror : Routing.Reaction.Refuse);

    public T Pick<T>(params T[] values) => values[random.Next(values.Length)];

    public bool Chance(int percent) => random.Next(100) < percent;

    private string Payload() => random.Next(100) switch
    {
        < 10 => $"<{Pick("enable", "disable")} xmlns='urn:xmpp:push:0' jid='{Address()}' node='{random.Next(5)}'/>",
        < 15 => $"<block xmlns='urn:xmpp:blocking'><item jid='{Address()}'/></block>",
        < 20 => $"<unblock xmlns='urn:xmpp:blocking'><item jid='{Address()}'/></unblock>",
        _ => Pick(_payloads),
    };

    /// <summary>Mostly a new one; else one of before, or one that the server has given a request of its own.</summary>
    private string Id(IReadOnlyList<string> known)
    {
        if (known.Count > 0 && Chance(20)) return known[random.Next(known.Count)];

        return Chance(20) ? Pick("", "1", "2") : $"n{++_lastId}";
    }

    private static string Attribute(string name, string value) => value.Length == 0 ? "" : $" {name}='{value}'";
}
