using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Rosters;

/// <summary>What one subscription stanza does to a roster item, and what the server does about it. Immutable.</summary>
/// <param name="Item">The item afterwards: the same instance if nothing changes, null if there is none.</param>
/// <param name="IsForwarded">True if the stanza goes on: routed to the contact if outbound, delivered to the user if inbound.</param>
/// <param name="IsPushDue">True if the user's interested resources are to be told of the item (RFC 6121 §2.1.6).</param>
/// <param name="AutoReply">The presence the server sends to the contact on the user's behalf; <see cref="StanzaType.None"/> if none.</param>
/// <param name="Presence">The presence that the user's available resources owe the contact, after the stanza or the reply.</param>
internal readonly record struct SubscriptionStep(
    RosterItem? Item, bool IsForwarded, bool IsPushDue, StanzaType AutoReply, OwedPresence Presence);

/// <summary>What a contact who gains or loses a subscription is to be sent from each available resource.</summary>
internal enum OwedPresence : byte
{
    None,

    /// <summary>The resource's current presence (RFC 6121 §3.1.6).</summary>
    Current,

    /// <summary>Presence of type "unavailable" (RFC 6121 §3.2.2, §3.3.3).</summary>
    Unavailable,
}
