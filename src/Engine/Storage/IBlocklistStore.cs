using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Whom users block (XEP-0191), by account. Any thread; writes are durable when the task completes.</summary>
public interface IBlocklistStore
{
    /// <summary>In no particular order; empty if there is no such account.</summary>
    ValueTask<IReadOnlyList<Jid>> ListAsync(Jid account);

    /// <summary>True if the address itself, its bare JID or its domain is in the account's list. One look at an index.</summary>
    ValueTask<bool> IsBlockedAsync(Jid account, Jid address);

    /// <summary>Adds those that are not there yet: all of them, or none if there would be more than
    /// <paramref name="maxItems"/>.</summary>
    ValueTask<BlocklistChange> AddAsync(Jid account, IReadOnlyCollection<Jid> addresses, int maxItems);

    /// <summary>Removes those of these that are there; with null all.</summary>
    ValueTask<BlocklistChange> RemoveAsync(Jid account, IReadOnlyCollection<Jid>? addresses);
}
