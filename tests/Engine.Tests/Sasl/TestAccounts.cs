using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>A store that knows accounts and a secret, and no more. One per test.</summary>
internal sealed class TestAccounts : IAccountStore
{
    private readonly Dictionary<Jid, Credentials> _accounts = [];

    public byte[] ServerSecret { get; init; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>How often an account was looked up.</summary>
    public int Lookups { get; private set; }

    public void Add(string jid, Credentials credentials) => _accounts[Jid.Parse(jid)] = credentials;

    public async ValueTask<Credentials?> FindAsync(Jid account)
    {
        Lookups++;
        await Task.Yield(); // A real store answers later, on another thread.
        return _accounts.GetValueOrDefault(account);
    }

    public ValueTask<byte[]> GetServerSecretAsync() => new(ServerSecret);

    public ValueTask<bool> ExistsAsync(Jid account) => throw new NotSupportedException();

    public ValueTask<bool> CreateAsync(Jid account, Credentials credentials) => throw new NotSupportedException();

    public ValueTask<bool> SetCredentialsAsync(Jid account, Credentials credentials) =>
        throw new NotSupportedException();

    public ValueTask<bool> RemoveAsync(Jid account) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<Jid>> ListAsync(string? domain, Jid? after, int limit) =>
        throw new NotSupportedException();

    public ValueTask<long> CountAsync(string? domain) => throw new NotSupportedException();

    public ValueTask<int> ImportAsync(IReadOnlyList<KeyValuePair<Jid, Credentials>> accounts) =>
        throw new NotSupportedException();
}
