using Meerkat.Engine.Rosters;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Rosters by account. Any thread; writes are durable when the task completes.</summary>
public interface IRosterStore
{
    /// <summary>The roster with its hidden items (see <see cref="RosterItem.IsInRoster"/>); empty if there is none.</summary>
    ValueTask<Roster> LoadAsync(Jid account);

    /// <summary>
    /// Changes one item in one transaction: <paramref name="transition"/> gets the item or null, and returns the new item,
    /// null to remove it, or the same instance to leave it. It runs on the store's thread: pure and short. The store sets
    /// the new item's version. Updates of one account are serialized.
    /// </summary>
    ValueTask<RosterChange> UpdateAsync(
        Jid account, Jid contact, Func<RosterItem?, RosterItem?> transition, int maxItems);
}
