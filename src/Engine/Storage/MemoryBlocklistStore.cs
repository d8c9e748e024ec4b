using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Blocklists in memory. Owned by <see cref="MemoryStores"/>; any thread.</summary>
internal sealed class MemoryBlocklistStore(MemoryTable table) : IBlocklistStore
{
    public ValueTask<IReadOnlyList<Jid>> ListAsync(Jid account)
    {
        lock (table.Gate) return new(table.FindLocked(account) is { } found ? [.. found.Blocked] : []);
    }

    public ValueTask<bool> IsBlockedAsync(Jid account, Jid address)
    {
        lock (table.Gate)
        {
            return new(table.FindLocked(account) is { } found
                && found.Blocked.Any(blocked => Covers(blocked, address)));
        }
    }

    public ValueTask<BlocklistChange> AddAsync(Jid account, IReadOnlyCollection<Jid> addresses, int maxItems)
    {
        lock (table.Gate)
        {
            if (table.FindLocked(account) is not { } found) return new(BlocklistChange.None(BlocklistStatus.NoSuchAccount));

            List<Jid> added = [.. addresses.Distinct().Where(address => !found.Blocked.Contains(address))];
            if (added.Count > 0 && found.Blocked.Count + added.Count > maxItems) return new(BlocklistChange.None(BlocklistStatus.Full));

            List<Jid> before = [.. found.Blocked];
            found.Blocked.UnionWith(added);
            return new(new BlocklistChange(BlocklistStatus.Done, before, added));
        }
    }

    public ValueTask<BlocklistChange> RemoveAsync(Jid account, IReadOnlyCollection<Jid>? addresses)
    {
        lock (table.Gate)
        {
            if (table.FindLocked(account) is not { } found) return new(BlocklistChange.None(BlocklistStatus.NoSuchAccount));

            List<Jid> before = [.. found.Blocked];
            List<Jid> removed = addresses is null ? before : [.. addresses.Distinct().Where(found.Blocked.Contains)];
            found.Blocked.ExceptWith(removed);
            return new(new BlocklistChange(BlocklistStatus.Done, before, removed));
        }
    }

    private static bool Covers(Jid blocked, Jid address) =>
        blocked.Equals(address)
        || blocked.Utf8.SequenceEqual(address.BareUtf8)
        || blocked.Utf8.SequenceEqual(address.Domain);
}
