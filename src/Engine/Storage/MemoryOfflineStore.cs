using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Offline messages in memory. Owned by <see cref="MemoryStores"/>; any thread.</summary>
internal sealed class MemoryOfflineStore(MemoryTable table) : IOfflineStore
{
    private long _lastId;

    public ValueTask<OfflineAppendStatus> AppendAsync(Jid account, ReadOnlyMemory<byte> stanza, int maxMessages)
    {
        lock (table.Gate)
        {
            if (table.FindLocked(account) is not { } found) return new(OfflineAppendStatus.NoSuchAccount);
            if (found.Offline.Count >= maxMessages) return new(OfflineAppendStatus.Full);

            found.Offline.Add((new OfflineMessage(++_lastId, stanza.ToArray()), DateTimeOffset.UtcNow));
            return new(OfflineAppendStatus.Stored);
        }
    }

    public ValueTask<IReadOnlyList<OfflineMessage>> ReadAsync(Jid account, long afterId, int limit)
    {
        lock (table.Gate)
        {
            var kept = table.FindLocked(account)?.Offline ?? [];
            return new([.. kept.Select(entry => entry.Message).Where(message => message.Id > afterId).Take(limit)]);
        }
    }

    public ValueTask RemoveAsync(Jid account, long throughId)
    {
        lock (table.Gate) table.FindLocked(account)?.Offline.RemoveAll(entry => entry.Message.Id <= throughId);
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> CountAsync(Jid account)
    {
        lock (table.Gate) return new(table.FindLocked(account)?.Offline.Count ?? 0);
    }

    public ValueTask<long> RemoveOlderThanAsync(string? domain, DateTimeOffset moment)
    {
        byte[]? wanted = domain is null ? null : Encoding.UTF8.GetBytes(domain);
        lock (table.Gate)
        {
            return new(table.ListLocked()
                .Where(account => wanted is null || account.Domain.SequenceEqual(wanted))
                .Sum(account => (long)table.FindLocked(account)!.Offline.RemoveAll(entry => entry.At < moment)));
        }
    }
}
