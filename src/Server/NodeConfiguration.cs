using Meerkat.Engine.Access;
using Meerkat.Engine.Options;
using Meerkat.Engine.Services;
using Meerkat.Server.Options;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>
/// What a running node is set to, and what brings a changed configuration to it: certificates, access rules, and the modules of hosts.
/// <c>started</c> is what it started with; <c>read</c> gives the options as they are written now, or null if something is
/// wrong with them, which was said. Owned by <see cref="Node"/>; any thread.
/// </summary>
internal sealed class NodeConfiguration(
    ServerOptions started, Func<ServerOptions?> read, NodeModules modules, AccessControl access, ServerTls tls, ILogger logger)
{
    private readonly AsyncGate _gate = new();
    private readonly ServerOptions _started = started;

    // What is written, as far as it can change while the node runs.
    private ServerOptions _configured = started;

    /// <summary>The options in force: of modules, what was switched by hand since too.</summary>
    public ServerOptions InForce
    {
        get
        {
            var configured = Volatile.Read(ref _configured);
            var hosts = configured.HostModules;
            foreach (var host in modules.Hosts)
            {
                var domain = host.Domain.ToString();
                if (!ReferenceEquals(host.Options, configured.ModulesOf(domain))) hosts = hosts.SetItem(domain, host.Options);
            }

            return configured with { HostModules = hosts };
        }
    }

    /// <summary>Reads everything again that can change while the node runs. What is wrong is logged and returned, and the old goes
    /// on.</summary>
    public async Task<string?> ReloadAsync()
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        string?[] mistakes = [tls.Reload(), await ReloadModulesAsync().ConfigureAwait(false)];
        return mistakes.All(mistake => mistake is null) ? null : string.Join("; ", mistakes.OfType<string>());
    }

    private async Task<string?> ReloadModulesAsync()
    {
        try
        {
            if (read() is { } options) return await ApplyAsync(options).ConfigureAwait(false);

            NodeLog.ConfigurationNotReloaded(logger);
            return "the configuration is wrong: see the server's log";
        }
        catch (Exception exception)
        {
            // Top of a background task. A module that cannot start has taken its host's change back.
            NodeLog.ModulesNotReloaded(logger, exception);
            return exception.Message;
        }
    }

    private async Task<string?> ApplyAsync(ServerOptions options)
    {
        string[] others = [.. OptionTable.All.Where(option => NeedsRestart(option, options)).Select(option => option.Key)];
        if (others.Length > 0) NodeLog.RestartNeeded(logger, string.Join(", ", others));

        access.Apply(options.Access);
        NodeLog.AccessReloaded(logger);
        var hosts = await modules.ApplyAsync(options).ConfigureAwait(false);
        Volatile.Write(ref _configured, _started with { Access = options.Access, Modules = options.Modules, HostModules = options.HostModules });
        var mistakes = hosts.SelectMany(host => host.Changes.Errors.Select(error => (host.Host.Domain, error.Message))).ToList();
        foreach (var (domain, mistake) in mistakes) NodeLog.HostNotReloaded(logger, domain, mistake);
        if (mistakes.Count > 0) return string.Join("; ", mistakes.Select(mistake => $"{mistake.Domain}: {mistake.Message}"));

        NodeLog.ModulesReloaded(logger);
        return null;
    }

    private bool NeedsRestart(OptionDescriptor option, ServerOptions options) =>
        !option.Key.StartsWith("modules.", StringComparison.Ordinal) && option.Format(options) != option.Format(_started);
}
