using Meerkat.Conformance.Runner;

namespace Meerkat.Conformance.Servers;

/// <summary>
/// The servers shared by all tests of a run: one for each set of command-line arguments, with the accounts of all scripts, started
/// when first asked for. One per test run (an assembly fixture); thread-safe.
/// </summary>
public sealed class ServerPool : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<IServer>> _servers = [];

    /// <summary>True when the scripts are checked against Prosody instead of Meerkat.</summary>
    internal static bool UsesProsody => Environment.GetEnvironmentVariable("MEERKAT_CONFORMANCE_SERVER") == "prosody";

    internal async Task<IServer> GetAsync(Script script)
    {
        Task<IServer> server;
        lock (_lock)
        {
            var key = string.Join(' ', script.ServerArguments);
            if (!_servers.TryGetValue(key, out server!))
                _servers.Add(key, server = StartAsync(ScriptCatalog.Load().Where(s => !s.NeedsOwnServer), script.ServerArguments));
        }

        return await server;
    }

    /// <summary>A server for one script alone; the caller disposes it.</summary>
    internal static Task<IServer> StartForAsync(Script script) => StartAsync([script], script.ServerArguments);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(server => server.IsCompletedSuccessfully))
            await (await server).DisposeAsync();
    }

    private static async Task<IServer> StartAsync(IEnumerable<Script> scripts, IReadOnlyList<string> arguments)
    {
        Account[] accounts = [.. scripts.SelectMany(AccountsOf).Distinct()];
        IServer server = UsesProsody ? new ProsodyServer(accounts, arguments) : new MeerkatServer(accounts, arguments);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static IEnumerable<Account> AccountsOf(Script script) =>
        from client in script.Clients.Values
        where client.HasAccount
        select new Account(script.AccountOf(client), client.Domain, client.Password);
}
