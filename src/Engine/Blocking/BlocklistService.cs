using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Blocking;

/// <summary>
/// Blocklists as the engine uses them. An account's is loaded before its first session is there to be found, and kept in
/// <see cref="AccountState"/> as long as it has one; of others the store is asked. One per process; any thread.
/// </summary>
public sealed class BlocklistService(
    IBlocklistStore store, HostTable hosts, SessionTable sessions, ILogger<BlocklistService> logger)
{
    // A leaf, held for two assignments. With it, nothing that was loaded before a change is kept after it.
    private readonly Lock _gate = new();
    private long _changes;
    private long _lastPush;

    /// <summary>
    /// Whether the account blocks this address: from memory while it has a session, else by one read of the store. False
    /// while its host has no module that enforces blocklists.
    /// </summary>
    public ValueTask<bool> IsBlockedAsync(Jid account, Jid other)
    {
        if (hosts.Find(account) is not { Blocklists: not null }) return ValueTask.FromResult(false);
        if (sessions.Find(account.BareUtf8) is { } entry) return ValueTask.FromResult(entry.State.Blocklist?.Blocks(other) ?? false);
        if (Blocklist.IsExempt(account, JidView.Of(other))) return ValueTask.FromResult(false);

        return store.IsBlockedAsync(account, other);
    }

    /// <summary>In no particular order.</summary>
    public ValueTask<IReadOnlyList<Jid>> ListAsync(Jid account) => store.ListAsync(account);

    /// <summary>Blocks addresses: all of them, or none if there would be more than <paramref name="maxItems"/>.</summary>
    public async ValueTask<BlocklistChange> BlockAsync(Jid account, IReadOnlyCollection<Jid> addresses, int maxItems) =>
        await TakeInAsync(account, await store.AddAsync(account, addresses, maxItems).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Unblocks these addresses; null: all.</summary>
    public async ValueTask<BlocklistChange> UnblockAsync(Jid account, IReadOnlyCollection<Jid>? addresses) =>
        await TakeInAsync(account, await store.RemoveAsync(account, addresses).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Tells the sessions that asked for the list what was blocked or unblocked. What is written is borrowed.</summary>
    public void Push(Turn turn, Jid account, ReadOnlySpan<byte> command, IReadOnlyList<Jid> addresses)
    {
        foreach (var session in sessions.Find(account.BareUtf8)?.Sessions ?? [])
        {
            if (!session.HasAskedForBlocklist) continue;

            turn.Scratch.Clear();
            var id = "block" + Interlocked.Increment(ref _lastPush).ToString("x", null);
            BlocklistWriter.WritePush(turn.Scratch, session.Jid, id, command, addresses);
            session.Deliver(turn, turn.Scratch.WrittenSpan);
        }
    }

    /// <summary>What a session that is about to be bound shares with the others of its account, or will if it is the first.
    /// When it is bound, <see cref="OnBound"/> is told. Throws what the store throws, which was logged.</summary>
    internal ValueTask<SharedAccount> PrepareAsync(Jid account)
    {
        var asOf = Volatile.Read(ref _changes);
        return sessions.Find(account.BareUtf8) is { } entry
            ? ValueTask.FromResult(new SharedAccount(entry.State, asOf))
            : LoadAsync(account, asOf);
    }

    /// <summary>A change since then may have missed the account: it had no session, and was being loaded.</summary>
    internal void OnBound(Jid account, in SharedAccount shared)
    {
        if (Volatile.Read(ref _changes) != shared.AsOf) _ = ReloadAsync(account);
    }

    private async ValueTask<SharedAccount> LoadAsync(Jid account, long asOf)
    {
        try
        {
            return new SharedAccount(new AccountState { Blocklist = await ReadAsync(account).ConfigureAwait(false) }, asOf);
        }
        catch (Exception exception)
        {
            BlockingLog.LoadFailed(logger, exception, account);
            throw;
        }
    }

    private async ValueTask<BlocklistChange> TakeInAsync(Jid account, BlocklistChange change)
    {
        if (change.Changed.Count == 0) return change;

        lock (_gate) _changes++;
        await RefreshAsync(account).ConfigureAwait(false);
        return change;
    }

    private async Task ReloadAsync(Jid account)
    {
        try
        {
            await RefreshAsync(account).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            BlockingLog.ReloadFailed(logger, exception, account);
        }
    }

    /// <summary>Until what was loaded is younger than every change: whoever made the last one sees to it.</summary>
    private async ValueTask RefreshAsync(Jid account)
    {
        while (sessions.Find(account.BareUtf8)?.State is { } state)
        {
            var asOf = Volatile.Read(ref _changes);
            var list = await ReadAsync(account).ConfigureAwait(false);
            lock (_gate)
            {
                if (_changes != asOf) continue;

                state.Blocklist = list;
                return;
            }
        }
    }

    private async ValueTask<Blocklist?> ReadAsync(Jid account) => Blocklist.Of(
        hosts.Find(account)!, account.Bare, await store.ListAsync(account).ConfigureAwait(false));
}

/// <summary>What the sessions of an account share, and the count of changes before its blocklist was read.</summary>
internal readonly record struct SharedAccount(AccountState State, long AsOf);
