using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Accounts by bare JID. Any thread; writes are durable when the task completes.</summary>
public interface IAccountStore
{
    /// <summary>Null if there is no such account.</summary>
    ValueTask<Credentials?> FindAsync(Jid account);

    ValueTask<bool> ExistsAsync(Jid account);

    /// <summary>False if the account is there already.</summary>
    /// <exception cref="ArgumentException">The JID has no localpart.</exception>
    ValueTask<bool> CreateAsync(Jid account, Credentials credentials);

    /// <summary>False if there is no such account.</summary>
    ValueTask<bool> SetCredentialsAsync(Jid account, Credentials credentials);

    /// <summary>Removes the account and all that any store keeps for it, in one transaction. False if there is none.</summary>
    ValueTask<bool> RemoveAsync(Jid account);

    /// <summary>The accounts of a domain in the byte order of their localparts, at most <paramref name="limit"/> of them
    /// behind <paramref name="after"/>. Null <paramref name="domain"/>: all domains, one after another.</summary>
    ValueTask<IReadOnlyList<Jid>> ListAsync(string? domain, Jid? after, int limit);

    /// <summary>How many accounts a domain has; null <paramref name="domain"/>: all of them.</summary>
    ValueTask<long> CountAsync(string? domain);

    /// <summary>Creates many accounts, or replaces the credentials of those that exist, in one transaction: all of them
    /// or none. Returns how many were new. Of two entries for one account the last counts.</summary>
    /// <exception cref="ArgumentException">A JID has no localpart.</exception>
    ValueTask<int> ImportAsync(IReadOnlyList<KeyValuePair<Jid, Credentials>> accounts);

    /// <summary>A secret of this installation, made at first use and the same ever after: 32 random bytes.</summary>
    ValueTask<byte[]> GetServerSecretAsync();
}
