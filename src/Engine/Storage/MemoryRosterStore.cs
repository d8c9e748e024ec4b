using System.Diagnostics;
using Meerkat.Engine.Rosters;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Rosters in memory. Owned by <see cref="MemoryStores"/>; any thread.</summary>
internal sealed class MemoryRosterStore(MemoryTable table) : IRosterStore
{
    public ValueTask<Roster> LoadAsync(Jid account)
    {
        lock (table.Gate)
        {
            return new(table.FindLocked(account) is { } found
                ? new Roster(found.RosterVersion, [.. found.Roster.Values], found.RosterRemovalVersion)
                : Roster.Empty);
        }
    }

    public ValueTask<RosterChange> UpdateAsync(
        Jid account, Jid contact, Func<RosterItem?, RosterItem?> transition, int maxItems)
    {
        lock (table.Gate)
        {
            return new(table.FindLocked(account) is { } found
                ? Update(found, contact, transition, maxItems)
                : new RosterChange(null, null, 0, RosterUpdateStatus.NoSuchAccount));
        }
    }

    private static RosterChange Update(
        MemoryAccount account, Jid contact, Func<RosterItem?, RosterItem?> transition, int maxItems)
    {
        RosterItem? before = account.Roster.GetValueOrDefault(contact);
        RosterItem? after = transition(before);
        Debug.Assert(after is null || after.Contact.Equals(contact));
        if (ReferenceEquals(before, after))
            return new(before, after, account.RosterVersion, RosterUpdateStatus.Done);
        if (before is null && account.Roster.Count >= maxItems)
            return new(null, null, account.RosterVersion, RosterUpdateStatus.RosterFull);

        account.RosterVersion++;
        if (RosterChange.IsRemoval(before, after)) account.RosterRemovalVersion = account.RosterVersion;
        after = after is null ? null : after with { Version = account.RosterVersion };
        if (after is null) account.Roster.Remove(contact);
        else account.Roster[contact] = after;
        return new(before, after, account.RosterVersion, RosterUpdateStatus.Done);
    }
}
