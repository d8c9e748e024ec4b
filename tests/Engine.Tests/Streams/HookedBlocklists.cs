using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>A store of blocklists whose reads wait for, or fail with, what a test gives them to do. Any thread.</summary>
internal sealed class HookedBlocklists(IBlocklistStore store) : IBlocklistStore
{
    private int _reads;

    public Func<Jid, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public Func<Jid, Task> AfterRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>How often something was asked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public async ValueTask<IReadOnlyList<Jid>> ListAsync(Jid account)
    {
        Interlocked.Increment(ref _reads);
        await BeforeRead(account);
        var blocked = await store.ListAsync(account);
        await AfterRead(account);
        return blocked;
    }

    public async ValueTask<bool> IsBlockedAsync(Jid account, Jid address)
    {
        Interlocked.Increment(ref _reads);
        await BeforeRead(account);
        return await store.IsBlockedAsync(account, address);
    }

    public ValueTask<BlocklistChange> AddAsync(Jid account, IReadOnlyCollection<Jid> addresses, int maxItems) =>
        store.AddAsync(account, addresses, maxItems);

    public ValueTask<BlocklistChange> RemoveAsync(Jid account, IReadOnlyCollection<Jid>? addresses) =>
        store.RemoveAsync(account, addresses);
}
