using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>
/// Offline messages by account, oldest first (XEP-0160). Ids grow and are never used again. Any thread; writes are durable
/// when the task completes.
/// </summary>
public interface IOfflineStore
{
    /// <summary>Keeps a copy of <paramref name="stanza"/>, made before the call returns, unless the account holds
    /// <paramref name="maxMessages"/> already.</summary>
    ValueTask<OfflineAppendStatus> AppendAsync(Jid account, ReadOnlyMemory<byte> stanza, int maxMessages);

    /// <summary>At most <paramref name="limit"/> messages with ids above <paramref name="afterId"/>.</summary>
    ValueTask<IReadOnlyList<OfflineMessage>> ReadAsync(Jid account, long afterId, int limit);

    /// <summary>Forgets the messages up to and with this id: they have been handed to the user's connection.</summary>
    ValueTask RemoveAsync(Jid account, long throughId);

    ValueTask<int> CountAsync(Jid account);

    /// <summary>Forgets what was kept before a moment, by the store's clock, for accounts of a domain (null: all). Returns how
    /// many messages that were.</summary>
    ValueTask<long> RemoveOlderThanAsync(string? domain, DateTimeOffset moment);
}

/// <summary>Whether an offline message was kept.</summary>
public enum OfflineAppendStatus : byte
{
    Stored,
    NoSuchAccount,
    Full,
}
