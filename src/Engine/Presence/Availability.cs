using Meerkat.Engine.Modules;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Stanzas;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Presence;

/// <summary>
/// A session becomes available, changes, and becomes unavailable: who is told, and what a newly available session is told
/// (RFC 6121 §4.2, §4.4, §4.5). Any turn.
/// </summary>
public sealed class Availability(EngineServices services, PresenceBroadcast broadcast, NewlyAvailable newlyAvailable)
{
    private readonly ILogger _logger = services.Loggers.CreateLogger<Availability>();

    /// <summary>Initial or subsequent presence.</summary>
    public Verdict Announce(in Stanza stanza, Session session)
    {
        if (!PresencePriority.TryRead(stanza.Element, out var priority))
        {
            return services.Router.Bounce.Reply(in stanza, StanzaError.BadRequest.Because("The priority is between -128 and 127."));
        }

        if (stanza.Bytes.Length > services.Limits.PresenceBytes)
        {
            return services.Router.Bounce.Reply(in stanza, StanzaError.PolicyViolation.Because("The presence is too large."));
        }

        if (!session.TryEnterPresence()) return Verdict.Handled;

        var before = session.Presence;
        var presence = new AvailablePresence(
            priority, Bytes(stanza.OutboundWithoutTo()), before?.ShownFrom ?? services.Time.GetUtcNow());
        var isNew = before is null;
        var opensMailbox = priority >= 0 && before is not { Priority: >= 0 };
        session.Presence = presence;
        if (!isNew && !opensMailbox && services.Rosters.Cached(session.Jid.BareUtf8) is { } roster
            && roster.Items.Count <= services.Limits.FanOutPerTurn)
        {
            var turn = services.Turns.Begin();
            try
            {
                broadcast.Send(turn, session, roster, presence.Stanza, [], default);
            }
            finally
            {
                turn.EndLate();
                session.LeavePresence();
            }

            return Verdict.Handled;
        }

        stanza.Sender.Pause();
        _ = AnnounceAsync(stanza.Sender, session, presence, isNew, opensMailbox);
        return Verdict.Pending;
    }

    /// <summary>The client says it is unavailable.</summary>
    public Verdict Withdraw(in Stanza stanza, Session session)
    {
        if (session.Presence is null && session.Directed.IsEmpty) return Verdict.Handled;
        if (!session.TryEnterPresence()) return Verdict.Handled;

        var unavailable = Bytes(stanza.OutboundWithoutTo());
        stanza.Sender.Pause();
        _ = WithdrawAsync(stanza.Sender, session, unavailable);
        return Verdict.Pending;
    }

    /// <summary>The session is over; if it was available still, others are told so.</summary>
    public async ValueTask EndAsync(Session session)
    {
        // Whoever ends the session may be ahead of its own turn: "unavailable" comes last.
        await session.EndPresenceAsync().ConfigureAwait(false);
        if (session.Presence is null && session.Directed.IsEmpty) return;

        await TellUnavailableAsync(session, PresenceStanzas.Unavailable(session.Jid)).ConfigureAwait(false);
    }

    private async Task AnnounceAsync(
        StanzaSender sender, Session session, AvailablePresence presence, bool isNew, bool opensMailbox)
    {
        try
        {
            var roster = await BroadcastAsync(session, presence).ConfigureAwait(false);
            if (isNew) await newlyAvailable.WelcomeAsync(session, roster).ConfigureAwait(false);
            if (opensMailbox && session.Host.Offline is { } offline) await offline.DeliverAsync(session).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            PresenceLog.StoreFailed(_logger, exception, session.Jid);
        }
        finally
        {
            sender.Resume();
        }
    }

    private async Task<Roster> BroadcastAsync(Session session, AvailablePresence presence)
    {
        try
        {
            var roster = await services.Rosters.GetAsync(session.Jid.Bare).ConfigureAwait(false);
            await broadcast.SendAsync(session, roster, presence.Stanza, []).ConfigureAwait(false);
            return roster;
        }
        finally
        {
            session.LeavePresence();
        }
    }

    private async Task WithdrawAsync(StanzaSender sender, Session session, byte[] unavailable)
    {
        try
        {
            await TellUnavailableAsync(session, unavailable).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            PresenceLog.StoreFailed(_logger, exception, session.Jid);
        }
        finally
        {
            session.LeavePresence();
            sender.Resume();
        }
    }

    private async Task TellUnavailableAsync(Session session, byte[] unavailable)
    {
        var wasAvailable = session.Presence is not null;
        var directed = session.TakeDirected();
        session.Presence = null;
        // Asked for first, so that it is in the store's hands before a shutdown closes the store.
        var saved = wasAvailable ? SaveLastActivityAsync(session, unavailable) : ValueTask.CompletedTask;
        var roster = wasAvailable
            ? await services.Rosters.GetAsync(session.Jid.Bare).ConfigureAwait(false)
            : Roster.Empty;
        await broadcast.SendAsync(session, roster, unavailable, directed).ConfigureAwait(false);
        await saved.ConfigureAwait(false);
    }

    /// <summary>XEP-0012 §4: the time and status of the last unavailable presence.</summary>
    private ValueTask SaveLastActivityAsync(Session session, byte[] unavailable) =>
        services.Stores.LastActivity.SetAsync(
            session.Jid.Bare, new LastActivity(services.Time.GetUtcNow(), PresenceStanzas.StatusOf(unavailable)));

    private static byte[] Bytes(in OutboundStanza outbound)
    {
        var bytes = new byte[outbound.Length];
        outbound.CopyTo(bytes);
        return bytes;
    }
}
