namespace Meerkat.Engine.Rosters;

/// <summary>The state of a subscription in a roster item (RFC 6121 §2.1.2.5).</summary>
public enum Subscription : byte
{
    None,

    /// <summary>The user sees the contact's presence.</summary>
    To,

    /// <summary>The contact sees the user's presence.</summary>
    From,

    Both,
}
