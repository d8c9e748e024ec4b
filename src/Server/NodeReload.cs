using Meerkat.Engine.Options;
using Meerkat.Server.Options;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>Brings a changed configuration to a running node: what concerns modules. Owned by <see cref="Node"/>.</summary>
internal sealed class NodeReload(ServerOptions started, NodeModules modules, ILogger logger)
{
    /// <summary>What is wrong with it is logged, and changes nothing.</summary>
    /// <param name="read">The options, or null if something is wrong with them, which was said.</param>
    public async Task RunAsync(Func<ServerOptions?> read)
    {
        try
        {
            if (read() is { } options) await ApplyAsync(options).ConfigureAwait(false);
            else NodeLog.ConfigurationNotReloaded(logger);
        }
        catch (Exception exception)
        {
            // Top of a background task. A module that cannot start has taken its host's change back.
            NodeLog.ModulesNotReloaded(logger, exception);
        }
    }

    private async Task ApplyAsync(ServerOptions options)
    {
        string[] others =
        [
            .. OptionTable.All.Where(option => !IsOfModules(option) && option.Format(options) != option.Format(started))
                .Select(option => option.Key),
        ];
        if (others.Length > 0) NodeLog.RestartNeeded(logger, string.Join(", ", others));
        var hosts = await modules.ApplyAsync(options).ConfigureAwait(false);
        foreach (var (host, changes) in hosts)
        {
            foreach (var error in changes.Errors) NodeLog.HostNotReloaded(logger, host.Domain, error.Message);
        }

        if (hosts.All(host => host.Changes.Errors.Count == 0)) NodeLog.ModulesReloaded(logger);
    }

    private static bool IsOfModules(OptionDescriptor option) => option.Key.StartsWith("modules.", StringComparison.Ordinal);
}
