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
        var plans = options.Domains.Select(domain => (Domain: domain, Plan: ModulePlan.Of(ModuleList.All, options.Modules))).ToList();
        var users =
            from host in plans
            from module in host.Plan.Modules
            select (User: $"the module {module.Name} of {host.Domain}", Needs: module.NeedsServices);
        return [.. services.Check(users), .. plans.SelectMany(host => host.Plan.Errors)];
    }

    /// <summary>Null if the domain is not served.</summary>
    public HostModules? Find(string domain) => Hosts.FirstOrDefault(host => host.Domain.ToString() == domain);

    /// <exception cref="LifecycleException">A host cannot have what it is configured to.</exception>
    public async Task StartAllAsync(ServerOptions options)
    {
        foreach (var host in Hosts)
        {
            var changes = await host.ApplyAsync(options.Modules).ConfigureAwait(false);
            if (changes.Errors.Count > 0) throw new LifecycleException(changes.Errors);
        }
    }

    public async Task StopAllAsync()
    {
        foreach (var host in Hosts.Reverse()) await host.StopAllAsync().ConfigureAwait(false);
    }
}
