using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Presence;

/// <summary>
/// What a session is told when it becomes available: its contacts' presence, that of the account's other resources,
/// subscription requests not answered yet, and offline messages (RFC 6121 §3.1.3, §4.2.2, §4.3, §8.5.2.2). Any turn.
/// </summary>
public sealed class NewlyAvailable(EngineServices services)
{
    /// <summary>Presence and requests, in turns of a limited number of contacts each.</summary>
    public async Task WelcomeAsync(Session session, Roster roster)
    {
        var turn = services.Turns.Begin();
        TellOwnResources(turn, session);
        TellRequests(turn, session, roster);
        turn.End();

        var shown = new List<Jid>();
        foreach (var item in roster.Items)
        {
            if (item.HasTo && await IsShownAsync(session, item.Contact).ConfigureAwait(false)) shown.Add(item.Contact);
            if (shown.Count < services.Limits.FanOutPerTurn) continue;

            Show(session, shown);
            shown.Clear();
        }

        Show(session, shown);
    }

    private void TellOwnResources(Turn turn, Session session)
    {
        if (services.Sessions.Find(session.Jid.BareUtf8) is not { } own) return;

        foreach (var other in own.Sessions)
        {
            if (other != session && other.Presence is { } presence)
            {
                Deliver(turn, session, presence);
            }
        }
    }

    /// <summary>RFC 6121 §3.1.3: until a request is answered, every newly available resource is shown it.</summary>
    private void TellRequests(Turn turn, Session session, Roster roster)
    {
        var bytes = 0;
        var blocklist = session.Account.Blocklist;
        foreach (var item in roster.Items)
        {
            if (item is not { IsPendingIn: true, Request: { } request } || blocklist?.Blocks(item.Contact) == true) continue;

            bytes += request.Length;
            if (bytes > services.Limits.ShownRequestBytes) return;

            session.Deliver(turn, request);
        }
    }

    /// <summary>A probe of a local contact needs no stanza (RFC 6121 §4.3.2); one of another domain is routed.</summary>
    public async ValueTask ProbeAsync(Session session, Jid contact)
    {
        if (await IsShownAsync(session, contact).ConfigureAwait(false)) Show(session, [contact]);
    }

    /// <summary>A contact here, with a session, who lets the session's account see it. Probes one that is elsewhere.</summary>
    private async ValueTask<bool> IsShownAsync(Session session, Jid contact)
    {
        if (session.Account.Blocklist?.Blocks(contact) == true) return false;
        if (services.Hosts.Find(contact) is null)
        {
            ProbeElsewhere(session, contact);
            return false;
        }

        if (services.Sessions.Find(contact.Utf8) is null) return false;

        var roster = await services.Rosters.GetAsync(contact).ConfigureAwait(false);
        return roster.Find(session.Jid.Bare) is { HasFrom: true };
    }

    /// <summary>In one turn, so that the presence of all of them is one send.</summary>
    private void Show(Session session, List<Jid> contacts)
    {
        if (contacts.Count == 0) return;

        var turn = services.Turns.Begin();
        foreach (var contact in contacts) Show(turn, session, contact);
        turn.End();
    }

    private void Show(Turn turn, Session session, Jid contact)
    {
        if (services.Sessions.Find(contact.Utf8) is not { } entry || entry.State.Blocklist?.Blocks(session.Jid) == true) return;

        foreach (var other in entry.Sessions)
        {
            if (other.Presence is { } presence && session.Account.Blocklist?.Blocks(other.Jid) != true)
            {
                Deliver(turn, session, presence);
            }
        }
    }

    private static void Deliver(Turn turn, Session session, AvailablePresence presence)
    {
        turn.Scratch.Clear();
        PresenceStanzas.WriteWithTo(turn.Scratch, presence.Stanza, session.Jid);
        session.Deliver(turn, turn.Scratch.WrittenSpan);
    }

    private void ProbeElsewhere(Session session, Jid contact)
    {
        var turn = services.Turns.Begin();
        var probe = PresenceStanzas.Write(session.Jid, contact, "probe"u8);
        services.Server.RouteUnanswered(turn, probe, contact);
        turn.End();
    }
}
