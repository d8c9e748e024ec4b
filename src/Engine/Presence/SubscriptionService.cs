using Meerkat.Engine.Modules;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Presence;

/// <summary>
/// Subscriptions: takes both sides through the state table and sends what each step asks for (RFC 6121 §3, Appendix A).
/// Any turn; the sender waits while its roster, and a local contact's, are changed.
/// </summary>
public sealed class SubscriptionService(EngineServices services)
{
    private readonly ILogger _logger = services.Loggers.CreateLogger<SubscriptionService>();

    /// <summary>A user's own subscribe, subscribed, unsubscribe or unsubscribed.</summary>
    public Verdict ProcessOutbound(in Stanza stanza)
    {
        // RFC 6121 §4.2.2: a user sees its own resources anyway; a roster holds others.
        return stanza.To.Bare.SequenceEqual(stanza.From.Bare) ? Verdict.Handled : Pend(in stanza, OutboundAsync);
    }

    /// <summary>One for a user of this host.</summary>
    public Verdict ProcessInbound(in Stanza stanza) => Pend(in stanza, InboundAsync);

    /// <summary>Removes a contact, ending the subscriptions both ways (RFC 6121 §2.5). Null when done.</summary>
    public async ValueTask<StanzaError?> RemoveAsync(Jid user, Jid contact)
    {
        var account = user.Bare;
        var removal = default(RosterRemoval);
        var change = await services.Rosters.UpdateAsync(
            account, contact, item => (removal = SubscriptionTransitions.Remove(item)).Item).ConfigureAwait(false);
        if (!removal.IsFound) return StanzaError.ItemNotFound;

        services.Rosters.Push(account, contact, change);
        if (removal.SendsUnsubscribe) await SendAsync(account, contact, StanzaType.Unsubscribe).ConfigureAwait(false);
        if (removal.SendsUnsubscribed) await SendAsync(account, contact, StanzaType.Unsubscribed).ConfigureAwait(false);
        Tell(account, contact, removal.Presence);
        return null;
    }

    private Verdict Pend(in Stanza stanza, Func<OwnedStanza, Task> work)
    {
        var owned = stanza.ToOwned();
        stanza.Sender.Pause();
        _ = RunAsync(owned, work);
        return Verdict.Pending;
    }

    private async Task RunAsync(OwnedStanza stanza, Func<OwnedStanza, Task> work)
    {
        services.Work.Begin();
        try
        {
            await work(stanza).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            PresenceLog.StoreFailed(_logger, exception, stanza.From);
        }
        finally
        {
            var sender = stanza.Sender;
            stanza.Dispose();
            sender.Resume();
            services.Work.End();
        }
    }

    private async Task OutboundAsync(OwnedStanza stanza)
    {
        var account = stanza.From.Bare;
        var contact = stanza.To!.Bare;
        var type = stanza.Header.Type;
        var step = default(SubscriptionStep);
        var change = await services.Rosters.UpdateAsync(
            account, contact, item => (step = SubscriptionTransitions.Outbound(item, contact, type)).Item)
            .ConfigureAwait(false);
        if (change.Status == RosterUpdateStatus.RosterFull)
        {
            Refuse(stanza, StanzaError.ResourceConstraint.Because("The roster is full."));
            return;
        }

        if (change.Status != RosterUpdateStatus.Done) return;

        if (step.IsPushDue) services.Rosters.Push(account, contact, change);
        if (step.IsForwarded) await ForwardAsync(stanza, account, contact).ConfigureAwait(false);
        Tell(account, contact, step.Presence);
    }

    private Task InboundAsync(OwnedStanza stanza) => InboundAsync(stanza.From.Bare, stanza.To!.Bare, stanza.Memory);

    /// <summary>The recipient's side; <paramref name="presence"/> is the stanza between the bare JIDs.</summary>
    private async Task InboundAsync(Jid contact, Jid account, ReadOnlyMemory<byte> presence)
    {
        if (await services.Blocklists.IsBlockedAsync(account, contact).ConfigureAwait(false)) return;

        var type = PresenceStanzas.TypeOf(presence.Span);
        var request = KeptRequest(contact, account, presence.Span);
        var step = default(SubscriptionStep);
        var change = await services.Rosters.UpdateAsync(
            account, contact, item => (step = SubscriptionTransitions.Inbound(item, contact, type, request)).Item)
            .ConfigureAwait(false);
        // RFC 6121 §8.5.1: nothing is said of accounts that do not exist.
        if (change.Status != RosterUpdateStatus.Done) return;

        // RFC 6121 §3.1.6, §3.2.3, §3.3.3: the presence must be there before the push it causes.
        if (step.IsForwarded) Deliver(account, type, presence.Span);
        if (step.IsPushDue) services.Rosters.Push(account, contact, change);
        if (step.AutoReply != StanzaType.None) await SendAsync(account, contact, step.AutoReply).ConfigureAwait(false);
        Tell(account, contact, step.Presence);
    }

    /// <summary>RFC 6121 §3.1.3: a request too large to keep is kept without its content.</summary>
    private byte[] KeptRequest(Jid contact, Jid account, ReadOnlySpan<byte> presence) =>
        presence.Length <= services.Limits.SubscriptionRequestBytes
            ? presence.ToArray()
            : PresenceStanzas.Write(contact, account, "subscribe"u8);

    /// <summary>Requests go to whoever is available, the rest to those who asked for the roster (RFC 6121 §3).</summary>
    private void Deliver(Jid account, StanzaType type, ReadOnlySpan<byte> presence)
    {
        if (services.Sessions.Find(account.Utf8) is not { } entry) return;

        var turn = services.Turns.Begin();
        foreach (var session in entry.Sessions)
        {
            var isWanted = type == StanzaType.Subscribe ? session.Presence is not null : session.IsInterested;
            if (isWanted) session.Deliver(turn, presence);
        }

        turn.End();
    }

    /// <summary>RFC 6121 §3.1.2: a subscription is between bare JIDs.</summary>
    private Task ForwardAsync(OwnedStanza stanza, Jid account, Jid contact)
    {
        var presence = PresenceStanzas.BetweenBareJids(stanza.Bytes, account, contact);
        if (services.Hosts.Find(contact) is not null) return InboundAsync(account, contact, presence);

        var turn = services.Turns.Begin();
        var context = stanza.Route.Derive(StanzaMaker.Subscription);
        services.Server.RouteFor(new DetachedSender(stanza.Sender), turn, presence, contact, context);
        turn.End();
        return Task.CompletedTask;
    }

    private Task SendAsync(Jid account, Jid contact, StanzaType type)
    {
        var presence = PresenceStanzas.Write(account, contact, PresenceStanzas.ToAttributeValue(type));
        if (services.Hosts.Find(contact) is not null) return InboundAsync(account, contact, presence);

        var turn = services.Turns.Begin();
        services.Server.RouteUnanswered(turn, presence, contact);
        turn.End();
        return Task.CompletedTask;
    }

    /// <summary>Who gains or loses a subscription is sent the presence of each available resource.</summary>
    internal void Tell(Jid account, Jid contact, OwedPresence owed)
    {
        if (owed == OwedPresence.None || services.Sessions.Find(account.Utf8) is not { } entry) return;
        if (entry.State.Blocklist?.Blocks(contact) == true) return;

        var turn = services.Turns.Begin();
        foreach (var session in entry.Sessions)
        {
            if (session.Presence is not { } presence) continue;

            var stanza = owed == OwedPresence.Current ? presence.Stanza : PresenceStanzas.Unavailable(session.Jid);
            services.Server.RouteUnanswered(turn, PresenceStanzas.WithTo(stanza, contact), contact);
        }

        turn.End();
    }

    private void Refuse(OwnedStanza stanza, StanzaError error)
    {
        var turn = services.Turns.Begin();
        var borrowed = stanza.Borrow(turn);
        services.Router.Bounce.Reply(in borrowed, in error);
        turn.End();
    }
}
