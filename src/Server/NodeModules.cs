using Meerkat.Engine.Modules;
using Meerkat.Engine.Options;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Services;

namespace Meerkat.Server;

/// <summary>The modules of all hosts of this node. Owned by <see cref="Node"/>; any thread.</summary>
internal sealed class NodeModules(HostTable hosts, EngineServices engine, ServiceRegistry services)
{
    /// <summary>One for each served host, in the order of the configuration.</summary>
    public IReadOnlyList<HostModules> Hosts { get; } =
        [.. hosts.Hosts.Select(host => new HostModules(host, ModuleList.All, engine, services))];

    /// <summary>Everything that keeps the configured modules and services from running, before any of them is started.</summary>
    public static IReadOnlyList<LifecycleError> Check(ServerOptions options, ServiceRegistry services)
    {
        var plans = options.Domains
            .Select(domain => (Domain: domain, Plan: ModulePlan.Of(ModuleList.All, options.ModulesOf(domain))))
            .ToList();
        var users =
            from host in plans
            from module in host.Plan.Modules
            select (User: $"the module {module.Name} of {host.Domain}", Needs: module.NeedsServices);
        return [.. services.Check(users), .. plans.SelectMany(host => host.Plan.Errors)];
    }

    /// <summary>Null if the domain is not served.</summary>
    public HostModules? Find(string domain) => Hosts.FirstOrDefault(host => host.Domain.ToString() == domain);

    /// <exception cref="LifecycleException">A host cannot have what it is configured to.</exception>
    /// <exception cref="StartException">A module threw.</exception>
    public async Task StartAllAsync(ServerOptions options)
    {
        foreach (var host in Hosts)
        {
            if (await StartAsync(host, options).ConfigureAwait(false) is { Count: > 0 } errors)
                throw new LifecycleException(errors);
        }
    }

    /// <summary>Gives every host the modules that these options say, whatever was started or stopped since. What came of it, by
    /// host; a host that cannot have them keeps what it has.</summary>
    public async Task<IReadOnlyList<(HostModules Host, ModuleChanges Changes)>> ApplyAsync(ServerOptions options)
    {
        List<(HostModules, ModuleChanges)> all = [];
        foreach (var host in Hosts)
        {
            all.Add((host, await host.ApplyAsync(options.ModulesOf(host.Domain.ToString())).ConfigureAwait(false)));
        }

        return all;
    }

    public async Task StopAllAsync()
    {
        foreach (var host in Hosts.Reverse()) await host.StopAllAsync().ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<LifecycleError>> StartAsync(HostModules host, ServerOptions options)
    {
        try
        {
            return (await host.ApplyAsync(options.ModulesOf(host.Domain.ToString())).ConfigureAwait(false)).Errors;
        }
        catch (Exception exception)
        {
            throw new StartException($"a module of {host.Domain}", exception);
        }
    }
}
