using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Components;

/// <summary>
/// Tells the senders of the messages and requests that a closed connection did not send: nobody else can have the domain's
/// stanzas, and nothing keeps them. Presence is left out, since it says nothing that is true still. Any thread.
/// </summary>
internal sealed class UnsentBounces(
    ServerSender server, Bounce bounce, JidPreparer jids, TurnPool turns, DetachedWork work)
{
    // An error may repeat 8 KiB of what it answers: so many of them fit into the outbox of one client, who gets them all.
    private const int StanzasPerTurn = 64;

    public void BounceAll(UnsentBytes unsent)
    {
        if (!unsent.IsEmpty) _ = BounceAllAsync(unsent.All.ToArray(), unsent.SentCount);
    }

    private async Task BounceAllAsync(byte[] all, int sentCount)
    {
        work.Begin();
        try
        {
            for (var start = 0; start < all.Length;)
            {
                // On turns of their own, between which others send and receive.
                await Task.Yield();
                var turn = turns.Begin();
                start += BounceSome(turn, new UnsentBytes(all.AsSpan(start), sentCount - start));
                turn.End();
            }
        }
        finally
        {
            work.End();
        }
    }

    /// <summary>Returns how many bytes are dealt with.</summary>
    private int BounceSome(Turn turn, UnsentBytes unsent)
    {
        var stanzas = UnsentStanzas.In(unsent);
        for (var i = 0; i < StanzasPerTurn; i++)
        {
            if (!stanzas.MoveNext()) return unsent.All.Length;
            BounceOne(turn, stanzas.Current);
        }

        return stanzas.Consumed;
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
