using Meerkat.Engine.Rosters;

namespace Meerkat.Engine.Storage;

/// <summary>
/// What an update did to one roster item: null <paramref name="Before"/> or <paramref name="After"/> means no item. The
/// version is the roster's after the change; unchanged if nothing changed.
/// </summary>
public sealed record RosterChange(RosterItem? Before, RosterItem? After, long Version, RosterUpdateStatus Status)
{
    /// <summary>True if the user sees the item no more: see <see cref="Roster.RemovalVersion"/>.</summary>
    public static bool IsRemoval(RosterItem? before, RosterItem? after) =>
        before is { IsInRoster: true } && after is not { IsInRoster: true };
}

/// <summary>Whether a roster update took effect.</summary>
public enum RosterUpdateStatus : byte
{
    Done,

    /// <summary>There is no such account.</summary>
    NoSuchAccount,

    /// <summary>A new item would exceed the limit on items of one roster.</summary>
    RosterFull,
}
