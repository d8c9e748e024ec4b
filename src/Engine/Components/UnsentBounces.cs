using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Components;

/// <summary>
/// Tells the senders of the messages and requests that a closed connection did not send: nobody else can have the domain's
/// stanzas, and nothing keeps them. Presence is left out, since it says nothing that is true still. Any turn.
/// </summary>
internal sealed class UnsentBounces(ServerSender server, Bounce bounce, JidPreparer jids)
{
    public void BounceAll(Turn turn, UnsentBytes unsent)
    {
        if (unsent.IsEmpty) return;

        foreach (var stanza in UnsentStanzas.In(unsent)) BounceOne(turn, stanza);
    }

    private void BounceOne(Turn turn, ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);
        if (header.Kind is StanzaKind.None or StanzaKind.Presence) return;
        if (!jids.TryParse(header.From, out var from) || !jids.TryParse(header.To, out var to)) return;

        var stanza = new Stanza
        {
            Header = header,
            Bytes = bytes,
            From = from,
            To = to,
            HasTo = true,
            Sender = server,
            Route = RouteContext.FromServer,
            Turn = turn,
            Stamp = bytes[header.FromRange],
        };
        bounce.Reply(in stanza, StanzaError.RecipientUnavailable);
    }
}
