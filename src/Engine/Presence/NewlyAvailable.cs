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

        foreach (var item in roster.Items)
        {
            if (item.HasTo) await ProbeAsync(session, item.Contact).ConfigureAwait(false);
        }
    }

    private void TellOwnResources(Turn turn, Session session)
    {
        if (services.Sessions.Find(session.Jid.BareUtf8) is not { } own) return;

        foreach (var other in own.Sessions)
        {
            if (other != session && other.Presence is { } presence)
            {
                session.Deliver(turn, PresenceStanzas.WithTo(presence.Stanza, session.Jid));
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
        if (session.Account.Blocklist?.Blocks(contact) == true) return;
        if (services.Hosts.Find(contact) is null)
        {
            ProbeElsewhere(session, contact);
            return;
        }

        if (services.Sessions.Find(contact.Utf8) is null) return;

        var roster = await services.Rosters.GetAsync(contact).ConfigureAwait(false);
        if (roster.Find(session.Jid.Bare) is not { HasFrom: true }) return;
        if (services.Sessions.Find(contact.Utf8) is not { } entry) return;
        if (entry.State.Blocklist?.Blocks(session.Jid) == true) return;

        var turn = services.Turns.Begin();
        foreach (var other in entry.Sessions)
        {
            if (other.Presence is { } presence && session.Account.Blocklist?.Blocks(other.Jid) != true)
            {
                session.Deliver(turn, PresenceStanzas.WithTo(presence.Stanza, session.Jid));
            }
        }

        turn.End();
    }

    private void ProbeElsewhere(Session session, Jid contact)
    {
        var turn = services.Turns.Begin();
        var probe = PresenceStanzas.Write(session.Jid, contact, "probe"u8);
        services.Server.RouteUnanswered(turn, probe, contact);
        turn.End();
    }
}
