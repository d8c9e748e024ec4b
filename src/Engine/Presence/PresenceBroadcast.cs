using System.Collections.Immutable;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Presence;

/// <summary>
/// Sends a session's presence to those who may see it: subscribed contacts, the account's own available resources, and
/// whom directed presence went to (RFC 6121 §4.2.2, §4.6.3). What it appends is sent late: in a storm each recipient gets the
/// presence of many in one send. Any turn.
/// </summary>
public sealed class PresenceBroadcast(EngineServices services)
{
    /// <summary>In turns of a limited number of recipients each, so that others get their turn in between.</summary>
    public async Task SendAsync(Session session, Roster roster, byte[] presence, ImmutableArray<Jid> directed)
    {
        var perTurn = services.Limits.FanOutPerTurn;
        for (var first = 0; first == 0 || first < roster.Items.Count; first += perTurn)
        {
            var turn = services.Turns.Begin();
            Send(turn, session, roster, presence, directed, new Range(first, first + perTurn));
            turn.EndLate();
            directed = [];
            if (first + perTurn < roster.Items.Count) await Task.Yield();
        }
    }

    /// <summary>To the roster items in a range (the default range: all of them); with the first, to own resources too.</summary>
    internal void Send(
        Turn turn, Session session, Roster roster, byte[] presence, ImmutableArray<Jid> directed, Range range)
    {
        var header = StanzaHeader.Read(presence, StreamScope.Client, Namespaces.Client);
        var outbound = new OutboundStanza(presence, header, presence.AsSpan(header.FromRange), keepTo: false);
        if (range.Start.Value == 0)
        {
            ToOwnResources(turn, session, in outbound);
            foreach (var address in directed) ToDirected(turn, roster, presence, address);
        }

        var end = range.End.Value == 0 ? roster.Items.Count : Math.Min(range.End.Value, roster.Items.Count);
        for (var i = range.Start.Value; i < end; i++)
        {
            var item = roster.Items[i];
            if (item.HasFrom) ToContact(turn, session, in outbound, item.Contact);
        }
    }

    /// <summary>RFC 6121 §4.2.2: all available resources of the account, the sending one included.</summary>
    private void ToOwnResources(Turn turn, Session session, in OutboundStanza outbound)
    {
        var bare = session.Jid.BareUtf8;
        if (services.Sessions.Find(bare) is { } own) PresenceDelivery.ToAvailable(turn, outbound.WithTo(bare), own);
    }

    /// <summary>Nobody sees the presence of whom they block, nor of who blocks them (XEP-0191).</summary>
    private void ToContact(Turn turn, Session session, in OutboundStanza outbound, Jid contact)
    {
        var blocklist = session.Account.Blocklist;
        if (blocklist?.Blocks(contact) == true) return;
        if (services.Hosts.Find(contact) is null)
        {
            ToElsewhere(turn, in outbound, contact);
            return;
        }

        if (services.Sessions.Find(contact.Utf8) is { } entry && entry.State.Blocklist?.Blocks(session.Jid) != true)
        {
            PresenceDelivery.ToAvailable(turn, outbound.WithTo(contact.Utf8), entry, blocklist);
        }
    }

    /// <summary>Contacts get the broadcast already, by their bare JID.</summary>
    private void ToDirected(Turn turn, Roster roster, byte[] presence, Jid address)
    {
        if (roster.Find(address.Bare) is { HasFrom: true }) return;

        services.Server.RouteUnanswered(turn, PresenceStanzas.WithTo(presence, address), address);
    }

    /// <summary>Other domains go through the routes, which need the stanza in one piece.</summary>
    private void ToElsewhere(Turn turn, in OutboundStanza outbound, Jid contact)
    {
        var addressed = outbound.WithTo(contact.Utf8);
        var bytes = new byte[addressed.Length];
        addressed.CopyTo(bytes);
        services.Server.RouteUnanswered(turn, bytes, contact);
    }
}
