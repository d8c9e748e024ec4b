using System.Collections.Immutable;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Blocking;

/// <summary>
/// What others see of a user who blocks or unblocks them: gone, and there again (XEP-0191). Only who may see the user's presence,
/// by subscription or since it was sent to them. Any thread.
/// </summary>
public sealed class BlockingPresence(EngineServices services)
{
    private readonly NewlyAvailable _newlyAvailable = new(services);

    /// <summary>These were blocked just now.</summary>
    public async ValueTask HideAsync(Jid account, BlocklistChange change)
    {
        if (services.Sessions.Find(account.BareUtf8) is not { } entry || services.Hosts.Find(account) is not { } host) return;

        var before = Blocklist.Of(host, account, change.Before);
        if (Blocklist.Of(host, account, change.Before.Concat(change.Changed)) is not { } after) return;

        var roster = await services.Rosters.GetAsync(account).ConfigureAwait(false);
        var hidden = Subscribers(roster, change, before, after);
        foreach (var session in entry.Sessions)
        {
            var directed = TakeDirected(session, roster, after);
            Send(PresenceStanzas.Unavailable(session.Jid), session.Presence is null ? directed : [.. directed, .. hidden]);
        }
    }

    /// <summary>These were unblocked just now. The user is told of them, too.</summary>
    public async ValueTask ShowAsync(Jid account, BlocklistChange change)
    {
        if (services.Sessions.Find(account.BareUtf8) is not { } entry || services.Hosts.Find(account) is not { } host) return;

        if (Blocklist.Of(host, account, change.Before) is not { } before) return;

        var after = Blocklist.Of(host, account, change.Before.Except(change.Changed));
        var roster = await services.Rosters.GetAsync(account).ConfigureAwait(false);
        var shown = Subscribers(roster, change, after, before);
        foreach (var session in entry.Sessions)
        {
            if (session.Presence is not { } presence) continue;

            Send(presence.Stanza, shown);
            foreach (var item in roster.Items)
            {
                if (item.HasTo && before.Blocks(item.Contact) && after?.Blocks(item.Contact) != true)
                    await _newlyAvailable.ProbeAsync(session, item.Contact).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Who sees the account's presence by subscription and is in the larger list but not in the smaller one: contacts, and single
    /// resources of contacts.
    /// </summary>
    private static List<Jid> Subscribers(Roster roster, BlocklistChange change, Blocklist? smaller, Blocklist larger)
    {
        bool IsBetween(Jid jid) => larger.Blocks(jid) && smaller?.Blocks(jid) != true;

        return
        [
            .. roster.Items.Where(item => item.HasFrom && IsBetween(item.Contact)).Select(item => item.Contact),
            .. change.Changed.Where(
                jid => jid.IsFull && roster.Find(jid.Bare) is { HasFrom: true } && !larger.Blocks(jid.Bare) && IsBetween(jid)),
        ];
    }

    /// <summary>Whom presence was sent to (RFC 6121 §4.6): from now on the session's end is nothing to them. Contacts are told as
    /// such.</summary>
    private static ImmutableArray<Jid> TakeDirected(Session session, Roster roster, Blocklist blocklist)
    {
        var blocked = session.Directed.RemoveAll(address => !blocklist.Blocks(address));
        foreach (var address in blocked) session.RemoveDirected(address);
        return blocked.RemoveAll(address => roster.Find(address.Bare) is { HasFrom: true });
    }

    // A turn for each, so that a long list holds up nobody.
    private void Send(byte[] presence, IReadOnlyList<Jid> recipients)
    {
        foreach (var recipient in recipients)
        {
            var turn = services.Turns.Begin();
            services.Server.RouteUnanswered(turn, PresenceStanzas.WithTo(presence, recipient), recipient);
            turn.End();
        }
    }
}
