using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>
/// Memory stores whose roster, offline and push operations wait for, or fail with, what a test gives them to do first. Any thread.
/// </summary>
internal sealed class HookedStores : IStores, IRosterStore, IOfflineStore, IAccountStore, IPushStore
{
    private readonly MemoryStores _stores = new();

    public Func<Jid, Task> BeforeRosterLoad { get; set; } = _ => Task.CompletedTask;

    public Func<Jid, Task> AfterRosterLoad { get; set; } = _ => Task.CompletedTask;

    public Func<Jid, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    public Func<Jid, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public Func<Jid, Task> BeforeFind { get; set; } = _ => Task.CompletedTask;

    public Func<Jid, Task> BeforePushList { get; set; } = _ => Task.CompletedTask;

    public IAccountStore Accounts => this;

    public IRosterStore Rosters => this;

    public IOfflineStore Offline => this;

    public IUserXmlStore UserXml => _stores.UserXml;

    public ILastActivityStore LastActivity => _stores.LastActivity;

    public IPushStore Push => this;

    public IBlocklistStore Blocklists => HookedBlocklists;

    public HookedBlocklists HookedBlocklists => field ??= new HookedBlocklists(_stores.Blocklists);

    public async ValueTask<Roster> LoadAsync(Jid account)
    {
        await BeforeRosterLoad(account);
        var roster = await _stores.Rosters.LoadAsync(account);
        await AfterRosterLoad(account);
        return roster;
    }

    public ValueTask<RosterChange> UpdateAsync(
        Jid account, Jid contact, Func<RosterItem?, RosterItem?> transition, int maxItems) =>
        _stores.Rosters.UpdateAsync(account, contact, transition, maxItems);

    public async ValueTask<OfflineAppendStatus> AppendAsync(Jid account, ReadOnlyMemory<byte> stanza, int maxMessages)
    {
        await BeforeAppend(account);
        return await _stores.Offline.AppendAsync(account, stanza, maxMessages);
    }

    public async ValueTask<IReadOnlyList<OfflineMessage>> ReadAsync(Jid account, long afterId, int limit)
    {
        await BeforeRead(account);
        return await _stores.Offline.ReadAsync(account, afterId, limit);
    }

    public ValueTask RemoveAsync(Jid account, long throughId) => _stores.Offline.RemoveAsync(account, throughId);

    public ValueTask<int> CountAsync(Jid account) => _stores.Offline.CountAsync(account);

    public ValueTask<PushEnableStatus> EnableAsync(Jid account, PushRegistration registration, int maxRegistrations) =>
        _stores.Push.EnableAsync(account, registration, maxRegistrations);

    public ValueTask DisableAsync(Jid account, Jid service, string? node) => _stores.Push.DisableAsync(account, service, node);

    public async ValueTask<IReadOnlyList<PushRegistration>> ListAsync(Jid account)
    {
        await BeforePushList(account);
        return await _stores.Push.ListAsync(account);
    }

    public ValueTask<long> RemoveOlderThanAsync(string? domain, DateTimeOffset moment) =>
        _stores.Offline.RemoveOlderThanAsync(domain, moment);

    public ValueTask<long> CountAsync(string? domain) => _stores.Accounts.CountAsync(domain);

    public async ValueTask<Credentials?> FindAsync(Jid account)
    {
        await BeforeFind(account);
        return await _stores.Accounts.FindAsync(account);
    }

    public ValueTask<bool> ExistsAsync(Jid account) => _stores.Accounts.ExistsAsync(account);

    public ValueTask<bool> CreateAsync(Jid account, Credentials credentials) =>
        _stores.Accounts.CreateAsync(account, credentials);

    public ValueTask<bool> SetCredentialsAsync(Jid account, Credentials credentials) =>
        _stores.Accounts.SetCredentialsAsync(account, credentials);

    public ValueTask<bool> RemoveAsync(Jid account) => _stores.Accounts.RemoveAsync(account);

    public ValueTask<IReadOnlyList<Jid>> ListAsync(string? domain, Jid? after, int limit) =>
        _stores.Accounts.ListAsync(domain, after, limit);

    public ValueTask<int> ImportAsync(IReadOnlyList<KeyValuePair<Jid, Credentials>> accounts) =>
        _stores.Accounts.ImportAsync(accounts);

    public ValueTask<byte[]> GetServerSecretAsync() => _stores.Accounts.GetServerSecretAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();
}
