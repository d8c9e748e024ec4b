using System.Diagnostics;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>The accounts in memory, shared by the memory stores. Everything in it is touched only under <see cref="Gate"/>.</summary>
internal sealed class MemoryTable
{
    private readonly Dictionary<Jid, MemoryAccount> _accounts = [];

    /// <summary>Where the roster versions of new accounts start: above those of all removed accounts.</summary>
    private long _firstRosterVersion;

    /// <summary>The one lock of the memory stores. A leaf, but for the roster transition, which is pure by contract.</summary>
    public Lock Gate { get; } = new();

    public MemoryAccount? FindLocked(Jid account)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        return _accounts.GetValueOrDefault(account.Bare);
    }

    /// <summary>True if the account is new; else only its credentials are replaced.</summary>
    public bool PutLocked(Jid account, Credentials credentials)
    {
        if (FindLocked(account) is { } existing)
        {
            existing.Credentials = credentials;
            return false;
        }

        _accounts.Add(account.Bare, new MemoryAccount(credentials, _firstRosterVersion));
        return true;
    }

    public bool RemoveLocked(Jid account)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        if (!_accounts.Remove(account.Bare, out MemoryAccount? removed)) return false;
        _firstRosterVersion = Math.Max(_firstRosterVersion, removed.RosterVersion + 1);
        return true;
    }

    public List<Jid> ListLocked()
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        return [.. _accounts.Keys];
    }
}
