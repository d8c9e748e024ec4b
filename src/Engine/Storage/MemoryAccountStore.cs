using System.Security.Cryptography;
using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Accounts in memory. Owned by <see cref="MemoryStores"/>; any thread.</summary>
internal sealed class MemoryAccountStore(MemoryTable table) : IAccountStore
{
    private readonly byte[] _serverSecret = RandomNumberGenerator.GetBytes(32);

    public ValueTask<Credentials?> FindAsync(Jid account)
    {
        lock (table.Gate) return new(table.FindLocked(account)?.Credentials);
    }

    public ValueTask<bool> ExistsAsync(Jid account)
    {
        lock (table.Gate) return new(table.FindLocked(account) is not null);
    }

    public ValueTask<bool> CreateAsync(Jid account, Credentials credentials)
    {
        ThrowIfNoLocalpart(account);
        lock (table.Gate)
        {
            return new(table.FindLocked(account) is null && table.PutLocked(account, credentials));
        }
    }

    public ValueTask<bool> SetCredentialsAsync(Jid account, Credentials credentials)
    {
        lock (table.Gate)
        {
            return new(table.FindLocked(account) is not null && !table.PutLocked(account, credentials));
        }
    }

    public ValueTask<bool> RemoveAsync(Jid account)
    {
        lock (table.Gate) return new(table.RemoveLocked(account));
    }

    public ValueTask<IReadOnlyList<Jid>> ListAsync(string? domain, Jid? after, int limit)
    {
        List<Jid> accounts;
        lock (table.Gate) accounts = table.ListLocked();

        byte[]? wanted = domain is null ? null : Encoding.UTF8.GetBytes(domain);
        accounts.RemoveAll(jid => wanted is not null && !jid.Domain.SequenceEqual(wanted));
        accounts.RemoveAll(jid => after is not null && Compare(jid, after) <= 0);
        accounts.Sort(Compare);
        return new(accounts[..Math.Clamp(limit, 0, accounts.Count)]);
    }

    public ValueTask<long> CountAsync(string? domain)
    {
        byte[]? wanted = domain is null ? null : Encoding.UTF8.GetBytes(domain);
        lock (table.Gate) return new(table.ListLocked().LongCount(jid => wanted is null || jid.Domain.SequenceEqual(wanted)));
    }

    public ValueTask<int> ImportAsync(IReadOnlyList<KeyValuePair<Jid, Credentials>> accounts)
    {
        foreach ((Jid account, _) in accounts) ThrowIfNoLocalpart(account);
        lock (table.Gate)
        {
            return new(accounts.Count(entry => table.PutLocked(entry.Key, entry.Value)));
        }
    }

    public ValueTask<byte[]> GetServerSecretAsync() => new((byte[])_serverSecret.Clone());

    private static int Compare(Jid left, Jid right)
    {
        int byDomain = left.Domain.SequenceCompareTo(right.Domain);
        return byDomain != 0 ? byDomain : left.Local.SequenceCompareTo(right.Local);
    }

    private static void ThrowIfNoLocalpart(Jid account)
    {
        if (!account.HasLocal) throw new ArgumentException($"An account needs a localpart: '{account}'.", nameof(account));
    }
}
