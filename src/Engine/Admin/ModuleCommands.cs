using Meerkat.Engine.Modules;
using Meerkat.Engine.Services;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>The modules of each domain. Stateless; any thread.</summary>
internal static class ModuleCommands
{
    private static readonly AdminParameter<string> _module = new("module", AdminTypes.Text, "The module.");
    private static readonly AdminParameter<Jid> _domain =
        new AdminParameter<Jid>("domain", AdminTypes.Domain, "Only of this domain.").Optional();

    public static AdminCategory Category { get; } = new("module", "The modules of each domain: what it can do.",
    [
        new("module", "list", "List modules, whether they run, and what they need.")
        {
            Parameters = [_domain],
            Shape = AdminShape.Table(
                new("domain", AdminCell.Text, "The domain."),
                new("module", AdminCell.Text, "The module."),
                new("running", AdminCell.Boolean, "Whether it runs."),
                new("required", AdminCell.Boolean, "Whether the domain cannot do without it."),
                new("needs", AdminCell.Texts, "The modules and services that must run for it.")),
            Run = (admin, arguments) => new(AdminResult.Of(HostsOf(admin, arguments).SelectMany(Rows))),
        },
        new("module", "start", "Start a module, until the server reads its configuration again.")
        {
            Parameters = [_module, _domain],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = (admin, arguments) => ChangeAsync(admin, arguments, (host, module) => host.StartAsync(module), "started"),
        },
        new("module", "stop", "Stop a module, until the server reads its configuration again.")
        {
            Parameters = [_module, _domain],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = (admin, arguments) => ChangeAsync(admin, arguments, (host, module) => host.StopAsync(module), "stopped"),
        },
        new("module", "restart", "Replace a running module by a new one with the same options.")
        {
            Parameters = [_module, _domain],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = (admin, arguments) => ChangeAsync(admin, arguments, (host, module) => host.RestartAsync(module), "started again"),
        },
    ]);

    private static IEnumerable<HostModules> HostsOf(AdminContext admin, AdminArguments arguments) =>
        admin.Modules.Where(host => arguments.Get(_domain) is not { } domain || host.Domain.Equals(domain));

    private static IEnumerable<object?[]> Rows(HostModules host) => host.List().Select(module => new object?[]
    {
        host.Domain.ToString(), module.Name, module.IsRunning, module.IsRequired, module.DependsOn.Concat(module.NeedsServices).ToList(),
    });

    /// <summary>Of several domains those before the first that refuses keep the change.</summary>
    private static async ValueTask<AdminResult> ChangeAsync(
        AdminContext admin, AdminArguments arguments, Func<HostModules, string, Task<LifecycleError?>> change, string done)
    {
        var module = arguments.Require(_module);
        foreach (var host in HostsOf(admin, arguments))
        {
            if (await change(host, module).ConfigureAwait(false) is { } error)
                return ServiceCommands.Refusal(error, $"{host.Domain}: {error.Message}");
        }

        return AdminResult.Of($"{module} {done}");
    }
}
