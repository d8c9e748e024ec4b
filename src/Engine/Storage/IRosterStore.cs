using Meerkat.Engine.Rosters;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>
/// Rosters by account. Any thread; writes are durable when the task completes. Each change raises the roster's version by
/// one. A version is never used twice for one JID, not even by a removed account and its successor of the same name: a
/// client may present the version it saw (RFC 6121 §2.6).
/// </summary>
public interface IRosterStore
{
    /// <summary>The roster with its hidden items (see <see cref="RosterItem.IsInRoster"/>); empty if there is none.</summary>
    ValueTask<Roster> LoadAsync(Jid account);

    /// <summary>
    /// Changes one item in one transaction: <paramref name="transition"/> gets the item or null, and returns the new item,
    /// null to remove it, or the same instance to leave it. It runs on the store's thread: pure and short; it may run more
    /// than once. The store sets the new item's version. Updates of one account are serialized. A new item, hidden or not,
    /// needs less than <paramref name="maxItems"/> items to be there.
    /// </summary>
    ValueTask<RosterChange> UpdateAsync(
        Jid account, Jid contact, Func<RosterItem?, RosterItem?> transition, int maxItems);
}
