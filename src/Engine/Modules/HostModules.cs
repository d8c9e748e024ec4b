using Meerkat.Engine.Routing;
using Meerkat.Engine.Services;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Modules;

/// <summary>
/// The modules of one host: starts, stops and replaces them while the host is served. A change starts what is new, exchanges
/// what the host has registered as a whole, and then stops what is old; if anything cannot start, nothing has changed. One
/// for each host. Any thread; changes wait for their turn.
/// </summary>
public sealed class HostModules(
    Host host, IReadOnlyList<ModuleDescriptor> all, EngineServices engine, ServiceRegistry services)
{
    private readonly ILogger _logger = engine.Loggers.CreateLogger<HostModules>();
    private readonly AsyncGate _gate = new();

    // Both replaced as a whole, under the gate; read by anyone.
    private IReadOnlyList<RunningModule> _running = [];
    private ModuleOptions _options = new();

    public Jid Domain => host.Domain;

    /// <summary>What the modules are set to now: the configuration, and what was changed since.</summary>
    public ModuleOptions Options => Volatile.Read(ref _options);

    /// <summary>All modules there are, in the order of the list.</summary>
    public IReadOnlyList<ModuleStatus> List()
    {
        var running = Volatile.Read(ref _running);
        return
        [
            .. all.Select(module => new ModuleStatus(
                module.Name,
                module.Summary,
                running.Any(other => other.Name == module.Name),
                module.IsRequired,
                module.DependsOn,
                module.NeedsServices)),
        ];
    }

    /// <summary>The running modules that need a service.</summary>
    public IEnumerable<string> UsersOf(string service) =>
        from module in Volatile.Read(ref _running)
        where module.Descriptor.NeedsServices.Contains(service)
        select $"{Called(module.Name)} of {Domain}";

    /// <summary>Makes the host have what these options say, at the start of the node and later.</summary>
    /// <exception cref="Exception">What a module threw when it was started; nothing was changed.</exception>
    public async Task<ModuleChanges> ApplyAsync(ModuleOptions options)
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        return await ChangeAsync(options, again: null).ConfigureAwait(false);
    }

    /// <summary>Gives the host a module. Null when it runs.</summary>
    /// <inheritdoc cref="ApplyAsync" path="/exception"/>
    public Task<LifecycleError?> StartAsync(string name) => ChangeOneAsync(
        name, running => running ? LifecycleError.AlreadyStarted(Called(name)) : null, o => o.With(name, true));

    /// <summary>Takes a module from the host, unless it is required or another one needs it. Null when it is gone.</summary>
    public Task<LifecycleError?> StopAsync(string name) => ChangeOneAsync(
        name, running => running ? MayStop(name) : LifecycleError.NotRunning(Called(name)), o => o.With(name, false));

    /// <summary>Replaces a running module by a new one with the same options. Null when that runs.</summary>
    /// <inheritdoc cref="ApplyAsync" path="/exception"/>
    public Task<LifecycleError?> RestartAsync(string name) =>
        ChangeOneAsync(name, running => running ? null : LifecycleError.NotRunning(Called(name)), o => o, again: name);

    /// <summary>Stops all of them, at the end of the node, the last first.</summary>
    public async Task StopAllAsync()
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        await ReplaceAsync([]).ConfigureAwait(false);
    }

    private static string Called(string name) => ModulePlan.Called(name);

    private LifecycleError? MayStop(string name)
    {
        if (all.First(module => module.Name == name).IsRequired) return LifecycleError.Required(Called(name));

        var dependents = _running.Where(module => module.Descriptor.DependsOn.Contains(name));
        string[] users = [.. dependents.Select(module => Called(module.Name))];
        return users.Length > 0 ? LifecycleError.InUse(Called(name), users) : null;
    }

    private async Task<LifecycleError?> ChangeOneAsync(
        string name, Func<bool, LifecycleError?> check, Func<ModuleOptions, ModuleOptions> change, string? again = null)
    {
        if (!all.Any(module => module.Name == name)) return LifecycleError.NoSuchModule(name);

        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        if (check(_running.Any(module => module.Name == name)) is { } error) return error;

        var changes = await ChangeAsync(change(_options), again).ConfigureAwait(false);
        return changes.Errors.Count > 0 ? changes.Errors[0] : null;
    }

    /// <summary>As the options say, with the module <paramref name="again"/> replaced in any case.</summary>
    private async Task<ModuleChanges> ChangeAsync(ModuleOptions options, string? again)
    {
        var plan = ModulePlan.Of(all, options);
        var old = _running.ToDictionary(module => module.Name);
        var fresh = plan.Modules.Where(module =>
            module.Name == again || !old.TryGetValue(module.Name, out var running) || !running.Fits(options)).ToHashSet();
        LifecycleError[] errors = [.. plan.Errors, .. NotLoaded(fresh)];
        if (errors.Length > 0) return new ModuleChanges { Errors = errors };

        var next = await StartAsync(plan.Modules, fresh, options).ConfigureAwait(false);
        await ReplaceAsync(next).ConfigureAwait(false);
        Volatile.Write(ref _options, options);
        var changes = new ModuleChanges
        {
            Started = [.. fresh.Select(module => module.Name).Where(name => !old.ContainsKey(name))],
            Restarted = [.. fresh.Select(module => module.Name).Where(old.ContainsKey)],
            Stopped = [.. old.Keys.Except(plan.Modules.Select(module => module.Name))],
        };
        // At the start of the node they are many, and no news.
        Log(changes, old.Count == 0 ? LogLevel.Debug : LogLevel.Information);
        return changes;
    }

    private IEnumerable<LifecycleError> NotLoaded(IEnumerable<ModuleDescriptor> modules) =>
        from module in modules
        from service in module.NeedsServices
        where !services.IsRunning(service)
        select LifecycleError.ServiceNotLoaded(service, Called(module.Name));

    /// <summary>The modules of the plan, started where they are fresh, and registered once for a try: all, or none.</summary>
    private async Task<List<RunningModule>> StartAsync(
        IReadOnlyList<ModuleDescriptor> plan, HashSet<ModuleDescriptor> fresh, ModuleOptions options)
    {
        var context = new ModuleContext(host, engine, options);
        List<RunningModule> next = [], started = [];
        try
        {
            foreach (var descriptor in plan)
            {
                var module = fresh.Contains(descriptor)
                    ? new RunningModule(descriptor, descriptor.Create(context), descriptor.Options(options))
                    : _running.First(running => running.Name == descriptor.Name);
                next.Add(module);
                if (!fresh.Contains(descriptor)) continue;

                using var limit = new CancellationTokenSource(ServiceRegistry.Timeout, engine.Time);
                await module.Module.StartAsync(limit.Token).ConfigureAwait(false);
                started.Add(module);
            }

            Register(next);
            return next;
        }
        catch (Exception exception)
        {
            ModuleLog.StartFailed(_logger, exception, next[^1].Name, Domain);
            foreach (var module in Enumerable.Reverse(started)) await StopAsync(module).ConfigureAwait(false);
            throw;
        }
    }

    private HostRegistrations Register(IReadOnlyList<RunningModule> modules)
    {
        var builder = new ModuleBuilder(host);
        foreach (var descriptor in all)
        {
            modules.FirstOrDefault(module => module.Name == descriptor.Name)?.Module.Register(builder);
        }

        return builder.Build();
    }

    /// <summary>From now on the host has these; those that it had and has no more are stopped, the last first.</summary>
    private async Task ReplaceAsync(IReadOnlyList<RunningModule> next)
    {
        var (old, observers) = (_running, host.SessionObservers);
        host.Replace(Register(next));
        Volatile.Write(ref _running, next);

        Withdraw([.. observers.Except(host.SessionObservers)]);
        foreach (var module in old.Reverse().Except(next)) await StopAsync(module).ConfigureAwait(false);
    }

    /// <summary>Observers that are gone will not hear of the end of these sessions.</summary>
    private void Withdraw(ISessionObserver[] observers)
    {
        if (observers.Length == 0) return;

        var sessions = engine.Sessions.Entries().SelectMany(entry => entry.Sessions).Where(session => session.Host == host);
        foreach (var session in sessions)
        {
            foreach (var observer in observers) observer.OnWithdrawn(session);
        }
    }

    private async Task StopAsync(RunningModule module)
    {
        try
        {
            await module.Module.StopAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It is out of the host whatever it says.
            ModuleLog.StopFailed(_logger, exception, module.Name, Domain);
        }
    }

    private void Log(ModuleChanges changes, LogLevel levelOfStarts)
    {
        foreach (var name in changes.Started) ModuleLog.Started(_logger, levelOfStarts, name, Domain);
        foreach (var name in changes.Restarted) ModuleLog.Restarted(_logger, name, Domain);
        foreach (var name in changes.Stopped) ModuleLog.Stopped(_logger, name, Domain);
    }
}
