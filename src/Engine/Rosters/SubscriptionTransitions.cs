using System.Diagnostics;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Rosters;

/// <summary>
/// The presence subscription states of RFC 6121, Appendix A, as pure functions of a roster item, to be run inside
/// <see cref="Storage.IRosterStore.UpdateAsync"/>. Any thread. The nine states are a <see cref="Subscription"/> and two
/// flags, so each rule below covers several rows of its table; the tests hold the tables row by row.
/// </summary>
internal static class SubscriptionTransitions
{
    /// <summary>The user sends <paramref name="type"/> to the bare JID <paramref name="contact"/> (RFC 6121 §A.2).</summary>
    public static SubscriptionStep Outbound(RosterItem? item, Jid contact, StanzaType type) => type switch
    {
        StanzaType.Subscribe => SendSubscribe(item, contact),
        StanzaType.Unsubscribe => SendUnsubscribe(item),
        StanzaType.Subscribed => SendSubscribed(item, contact),
        StanzaType.Unsubscribed => SendUnsubscribed(item),
        _ => throw NotASubscription(type),
    };

    /// <summary>
    /// The bare JID <paramref name="contact"/> sends <paramref name="type"/> to the user (RFC 6121 §A.3).
    /// <paramref name="request"/> is that stanza, kept if it is a "subscribe" that the user has to answer.
    /// </summary>
    public static SubscriptionStep Inbound(RosterItem? item, Jid contact, StanzaType type, byte[] request) => type switch
    {
        StanzaType.Subscribe => ReceiveSubscribe(item, contact, request),
        StanzaType.Unsubscribe => ReceiveUnsubscribe(item),
        StanzaType.Subscribed => ReceiveSubscribed(item),
        StanzaType.Unsubscribed => ReceiveUnsubscribed(item),
        _ => throw NotASubscription(type),
    };

    /// <summary>The user removes the item (RFC 6121 §2.5). A request by either side that is still open ends as well.</summary>
    public static RosterRemoval Remove(RosterItem? item)
    {
        if (item is not { IsInRoster: true })
            return new RosterRemoval(item, IsFound: false, false, false, OwedPresence.None);
        return new RosterRemoval(
            Item: null,
            IsFound: true,
            SendsUnsubscribe: item.HasTo || item.IsPendingOut,
            SendsUnsubscribed: item.HasFrom || item.IsPendingIn,
            item.HasFrom ? OwedPresence.Unavailable : OwedPresence.None);
    }

    // §A.2.1. Routed even if nothing changes, so that a contact's server that lost the subscription learns of it.
    private static SubscriptionStep SendSubscribe(RosterItem? item, Jid contact)
    {
        var after = item is { HasTo: true } or { IsPendingOut: true }
            ? item
            : (item ?? new RosterItem(contact)) with { IsPendingOut = true, IsInRoster = true };
        return Step(item, after, isForwarded: true);
    }

    // §A.2.2
    private static SubscriptionStep SendUnsubscribe(RosterItem? item) =>
        Step(item, WithoutTo(item), isForwarded: true);

    // §A.2.3
    private static SubscriptionStep SendSubscribed(RosterItem? item, Jid contact)
    {
        if (item is { HasFrom: true })
            return Step(item, item, isForwarded: false);
        if (item is { IsPendingIn: true })
            return Step(item, WithFrom(item), isForwarded: true, presence: OwedPresence.Current);
        // §3.4.2: nobody asked yet, so this is a pre-approval, which is the user's and his server's business alone.
        var after = item is { IsPreApproved: true }
            ? item
            : (item ?? new RosterItem(contact)) with { IsPreApproved = true, IsInRoster = true };
        return Step(item, after, isForwarded: false);
    }

    // §A.2.4. It cancels a pre-approval too, without being routed (§3.4.2).
    private static SubscriptionStep SendUnsubscribed(RosterItem? item)
    {
        var after = WithoutFrom(item);
        if (after is { IsPreApproved: true })
            after = after with { IsPreApproved = false };
        return Step(item, after, isForwarded: item is { HasFrom: true } or { IsPendingIn: true }, presence: LossOfFrom(item));
    }

    // §A.3.1
    private static SubscriptionStep ReceiveSubscribe(RosterItem? item, Jid contact, byte[] request)
    {
        // §3.1.3: the contact's side has lost what was granted; grant it again without asking the user.
        if (item is { HasFrom: true })
            return Step(item, item, isForwarded: false, StanzaType.Subscribed, OwedPresence.Current);
        if (item is { IsPendingIn: true })
            return Step(item, item, isForwarded: false);
        // §3.4.2: the pre-approval is spent, so that a later request asks the user again.
        if (item is { IsPreApproved: true })
            return Step(item, WithFrom(item), isForwarded: false, StanzaType.Subscribed, OwedPresence.Current);
        // §3.1.3: a contact in "None + Pending In" is not shown unless the user had it in the roster before.
        var after = (item ?? new RosterItem(contact) { IsInRoster = false }) with { IsPendingIn = true, Request = request };
        return Step(item, after, isForwarded: true);
    }

    // §A.3.2
    private static SubscriptionStep ReceiveUnsubscribe(RosterItem? item) =>
        Step(item, WithoutFrom(item), isForwarded: item is { HasFrom: true } or { IsPendingIn: true }, presence: LossOfFrom(item));

    // §A.3.3. One that nobody asked for is dropped, or anyone could enter the roster.
    private static SubscriptionStep ReceiveSubscribed(RosterItem? item)
    {
        if (item is not { IsPendingOut: true })
            return Step(item, item, isForwarded: false);
        var after = item with { Subscription = item.HasFrom ? Subscription.Both : Subscription.To, IsPendingOut = false };
        return Step(item, after, isForwarded: true);
    }

    // §A.3.4
    private static SubscriptionStep ReceiveUnsubscribed(RosterItem? item) =>
        Step(item, WithoutTo(item), isForwarded: item is { HasTo: true } or { IsPendingOut: true });

    /// <summary>The contact's request granted, which puts the contact into the roster.</summary>
    private static RosterItem WithFrom(RosterItem item) => item with
    {
        Subscription = item.HasTo ? Subscription.Both : Subscription.From,
        IsPendingIn = false,
        Request = null,
        IsPreApproved = false,
        IsInRoster = true,
    };

    /// <summary>The contact's subscription or request ended; null if that was all the item remembered.</summary>
    private static RosterItem? WithoutFrom(RosterItem? item)
    {
        if (item is not ({ HasFrom: true } or { IsPendingIn: true }))
            return item;
        if (!item.IsInRoster)
            return null;
        return item with
        {
            Subscription = item.HasTo ? Subscription.To : Subscription.None,
            IsPendingIn = false,
            Request = null,
        };
    }

    /// <summary>The user's subscription or request ended.</summary>
    private static RosterItem? WithoutTo(RosterItem? item)
    {
        if (item is not ({ HasTo: true } or { IsPendingOut: true }))
            return item;
        return item with { Subscription = item.HasFrom ? Subscription.From : Subscription.None, IsPendingOut = false };
    }

    private static OwedPresence LossOfFrom(RosterItem? item) =>
        item is { HasFrom: true } ? OwedPresence.Unavailable : OwedPresence.None;

    private static SubscriptionStep Step(
        RosterItem? before,
        RosterItem? after,
        bool isForwarded,
        StanzaType autoReply = StanzaType.None,
        OwedPresence presence = OwedPresence.None)
    {
        // Invariant: a hidden item holds a request of the contact's and nothing else.
        Debug.Assert(after is null or { IsInRoster: true } or { IsPendingIn: true, IsPendingOut: false, IsPreApproved: false });
        Debug.Assert(after is null or { IsInRoster: true } or { Subscription: Subscription.None });
        return new SubscriptionStep(after, isForwarded, IsSeenToChange(before, after), autoReply, presence);
    }

    /// <summary>True if the item differs in what a roster push carries; "pending in" is no part of that (RFC 6121 §3.1.3).</summary>
    private static bool IsSeenToChange(RosterItem? before, RosterItem? after)
    {
        bool wasSeen = before is { IsInRoster: true };
        bool isSeen = after is { IsInRoster: true };
        if (!wasSeen || !isSeen)
            return wasSeen != isSeen;
        return before!.Subscription != after!.Subscription
            || before.IsPendingOut != after.IsPendingOut
            || before.IsPreApproved != after.IsPreApproved;
    }

    private static ArgumentOutOfRangeException NotASubscription(StanzaType type) =>
        new(nameof(type), type, "Not a type of presence that manages subscriptions.");
}
