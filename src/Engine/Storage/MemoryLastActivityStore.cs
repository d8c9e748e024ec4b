using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Last activities in memory. Owned by <see cref="MemoryStores"/>; any thread.</summary>
internal sealed class MemoryLastActivityStore(MemoryTable table) : ILastActivityStore
{
    public ValueTask<LastActivity?> FindAsync(Jid account)
    {
        lock (table.Gate) return new(table.FindLocked(account)?.LastActivity);
    }

    public ValueTask SetAsync(Jid account, LastActivity activity)
    {
        lock (table.Gate)
        {
            if (table.FindLocked(account) is { } found) found.LastActivity = activity;
        }

        return ValueTask.CompletedTask;
    }
}
