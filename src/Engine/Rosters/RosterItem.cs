using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Rosters;

/// <summary>One contact in a user's roster, with the subscription state of RFC 6121 §A.1. Immutable.</summary>
public sealed record RosterItem(Jid Contact)
{
    /// <summary>The user's name for the contact; null if none.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public Subscription Subscription { get; init; }

    /// <summary>"Pending out": the user asked and was not answered; <c>ask='subscribe'</c>.</summary>
    public bool IsPendingOut { get; init; }

    /// <summary>"Pending in": the contact asked; the stanza to show the user again is <see cref="Request"/>.</summary>
    public bool IsPendingIn { get; init; }

    /// <summary>The contact's subscription request as received, kept while <see cref="IsPendingIn"/>.</summary>
    public byte[]? Request { get; init; }

    /// <summary>The contact may subscribe without being asked (RFC 6121 §3.4).</summary>
    public bool IsPreApproved { get; init; }

    /// <summary>False for an item that only remembers a contact's request: not part of the roster the user sees
    /// (RFC 6121 §3.1.3: a pending-in contact is not pushed).</summary>
    public bool IsInRoster { get; init; } = true;

    /// <summary>The roster version that last changed this item.</summary>
    public long Version { get; init; }

    /// <summary>True if the user sees the contact's presence.</summary>
    public bool HasTo => Subscription is Subscription.To or Subscription.Both;

    /// <summary>True if the contact sees the user's presence.</summary>
    public bool HasFrom => Subscription is Subscription.From or Subscription.Both;
}
