namespace Meerkat.Engine.Rosters;

/// <summary>What the removal of a roster item entails (RFC 6121 §2.5.2). Immutable.</summary>
/// <param name="Item">The item afterwards: null, or what was there if <paramref name="IsFound"/> is false.</param>
/// <param name="IsFound">False if the user's roster has no such item: the answer is <c>item-not-found</c>.</param>
/// <param name="SendsUnsubscribe">True if the contact is to be sent "unsubscribe" on the user's behalf.</param>
/// <param name="SendsUnsubscribed">True if the contact is to be sent "unsubscribed" on the user's behalf.</param>
/// <param name="Presence">The presence that the user's available resources owe the contact.</param>
internal readonly record struct RosterRemoval(
    RosterItem? Item, bool IsFound, bool SendsUnsubscribe, bool SendsUnsubscribed, OwedPresence Presence);
