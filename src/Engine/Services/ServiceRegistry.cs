using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Services;

/// <summary>
/// The configured services of this node: starts them in the order of their dependencies, and stops them in the opposite one.
/// One per process. Any thread; what changes something waits for its turn.
/// </summary>
public sealed class ServiceRegistry
{
    /// <summary>How long a service may take to start, and to stop.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // As configured, which is the order of the lists; starts go by dependencies.
    private readonly ServiceRecord[] _records;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AsyncGate _gate = new();

    public ServiceRegistry(IReadOnlyList<INodeService> configured, TimeProvider time, ILogger<ServiceRegistry> logger)
    {
        _records = [.. configured.Select(service => new ServiceRecord(service))];
        (_time, _logger) = (time, logger);
        Debug.Assert(_records.DistinctBy(record => record.Service.Name).Count() == _records.Length, "names are unique");
    }

    /// <summary>All services that are configured, in that order.</summary>
    public IReadOnlyList<ServiceStatus> List() => [.. _records.Select(record => record.Status)];

    /// <summary>Null if no such service is configured.</summary>
    public ServiceStatus? Find(string name) => FindRecord(name)?.Status;

    public bool IsRunning(string name) => FindRecord(name) is { IsRunning: true };

    /// <summary>Everything that keeps these services, or <paramref name="users"/> of them, from running: what is missing, and
    /// circles. To be asked before anything is started.</summary>
    public IReadOnlyList<LifecycleError> Check(IEnumerable<(string User, IReadOnlyList<string> Needs)> users)
    {
        var own = _records.Select(record => (User: $"the service {record.Service.Name}", Needs: record.Service.DependsOn));
        List<LifecycleError> errors =
        [
            .. from user in own.Concat(users)
               from name in user.Needs
               where FindRecord(name) is null
               select LifecycleError.ServiceNotConfigured(name, user.User),
        ];
        if (!TrySort(_records, out _, out var error)) errors.Add(error!);
        return errors;
    }

    /// <summary>Starts all of them, at the start of the node.</summary>
    /// <exception cref="LifecycleException">Something is missing, or there is a circle; nothing was started.</exception>
    /// <exception cref="StartException">A service threw. Those before it run.</exception>
    public async Task StartAllAsync()
    {
        if (Check([]) is { Count: > 0 } errors) throw new LifecycleException(errors);

        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        TrySort(_records, out var sorted, out _);
        foreach (var record in sorted)
        {
            if (!record.IsLoaded) await StartAtBootAsync(record).ConfigureAwait(false);
        }
    }

    /// <summary>Stops all of them, at the end of the node. A failure is logged, and the others are stopped all the same.</summary>
    public async Task StopAllAsync()
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        if (!TrySort(_records, out var sorted, out _)) return;

        foreach (var record in sorted.Reverse())
        {
            if (record.IsLoaded) await StopAsync(record).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a service, and before it those it depends on. Null when it runs.</summary>
    /// <exception cref="LifecycleException">It, or one it depends on, is not configured, or there is a circle.</exception>
    /// <exception cref="Exception">What the service threw: nothing of the attempt is left.</exception>
    public async Task<LifecycleError?> StartAsync(string name)
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        if (FindRecord(name) is { IsLoaded: true }) return LifecycleError.AlreadyStarted(Called(name));

        await LoadAsync(name).ConfigureAwait(false);
        return null;
    }

    /// <summary>As <see cref="StartAsync(string)"/>, but it is no error if the service runs.</summary>
    public async Task EnsureLoadedAsync(string name)
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        await LoadAsync(name).ConfigureAwait(false);
    }

    /// <exception cref="LifecycleException">The service does not run.</exception>
    public void AssertLoaded(string name)
    {
        if (!IsRunning(name)) throw new LifecycleException(LifecycleError.ServiceNotLoaded(name, user: null));
    }

    /// <summary>Stops a service, but none that it depends on. Null when that is done.</summary>
    /// <param name="name">Which service.</param>
    /// <param name="users">Who else needs it, as far as the caller knows.</param>
    /// <exception cref="Exception">What the service threw: it stays in the registry as failed.</exception>
    public async Task<LifecycleError?> StopAsync(string name, IReadOnlyList<string>? users = null)
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        if (FindRecord(name) is not { IsLoaded: true } record) return LifecycleError.NotRunning(Called(name));
        if (record.Service.IsRequired) return LifecycleError.Required(Called(name));

        string[] all = [.. UsersOf(name), .. users ?? []];
        if (all.Length > 0) return LifecycleError.InUse(Called(name), all);
        if (await StopAsync(record).ConfigureAwait(false) is { } failure) throw failure;

        return null;
    }

    /// <summary>Forgets that a service was started, without stopping it: for one whose stop fails.</summary>
    public async Task<LifecycleError?> PurgeAsync(string name)
    {
        using var entry = await _gate.EnterAsync().ConfigureAwait(false);
        if (FindRecord(name) is not { IsLoaded: true } record) return LifecycleError.NotRunning(Called(name));
        if (record.Service.IsRequired) return LifecycleError.Required(Called(name));

        record.Stopped();
        ServiceLog.Purged(_logger, name);
        return null;
    }

    private static string Called(string name) => $"the service {name}";

    private ServiceRecord? FindRecord(string name) => Array.Find(_records, record => record.Service.Name == name);

    private IEnumerable<string> UsersOf(string name) =>
        from record in _records
        where record.IsLoaded && record.Service.DependsOn.Contains(name)
        select Called(record.Service.Name);

    private static bool TrySort(
        IReadOnlyList<ServiceRecord> records, out IReadOnlyList<ServiceRecord> sorted, out LifecycleError? error)
    {
        var isSorted = DependencyOrder.TrySort(
            records, record => record.Service.Name, record => record.Service.DependsOn, out sorted, out var circle);
        error = isSorted ? null : LifecycleError.Circular("service", circle!);
        return isSorted;
    }

    private async Task LoadAsync(string name)
    {
        if (!TrySort(WithDependencies(name), out var sorted, out var error)) throw new LifecycleException(error!);

        foreach (var record in sorted)
        {
            if (!record.IsLoaded) await StartAsync(record, LogLevel.Error).ConfigureAwait(false);
        }
    }

    /// <summary>The service and all that it depends on, through others too, as configured.</summary>
    private List<ServiceRecord> WithDependencies(string name)
    {
        HashSet<ServiceRecord> found = [];
        List<LifecycleError> missing = [];
        Visit(name, user: null);
        if (missing.Count > 0) throw new LifecycleException(missing);

        return [.. _records.Where(found.Contains)];

        void Visit(string needed, string? user)
        {
            if (FindRecord(needed) is not { } record) missing.Add(LifecycleError.ServiceNotConfigured(needed, user));
            else if (found.Add(record)) foreach (var next in record.Service.DependsOn) Visit(next, Called(needed));
        }
    }

    private async Task StartAtBootAsync(ServiceRecord record)
    {
        try
        {
            await StartAsync(record, LogLevel.Critical).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new StartException(Called(record.Service.Name), exception);
        }
    }

    private async Task StartAsync(ServiceRecord record, LogLevel levelOfFailure)
    {
        var name = record.Service.Name;
        if (record.LateStart is { IsCompleted: false })
            throw new TimeoutException($"{Called(name)} has not ended its last start yet");

        var began = _time.GetTimestamp();
        record.Begin(ServiceState.Starting);
        try
        {
            await StartInTimeAsync(record).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            record.Failed(exception);
            ServiceLog.StartFailed(_logger, levelOfFailure, exception, name);
            throw;
        }

        record.Started(_time.GetUtcNow());
        ServiceLog.Started(_logger, name, (long)_time.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>Null if it has stopped.</summary>
    private async Task<Exception?> StopAsync(ServiceRecord record)
    {
        record.Begin(ServiceState.Stopping);
        try
        {
            await StopInTimeAsync(record.Service).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            record.Failed(exception);
            ServiceLog.StopFailed(_logger, exception, record.Service.Name);
            return exception;
        }

        record.Stopped();
        ServiceLog.Stopped(_logger, record.Service.Name);
        return null;
    }

    private async Task StartInTimeAsync(ServiceRecord record)
    {
        using var limit = new CancellationTokenSource(Timeout, _time);
        var start = record.Service.StartAsync(limit.Token);
        if (await IsInTimeAsync(start, limit.Token).ConfigureAwait(false)) return;

        record.LateStart = StopLateAsync(start, record.Service);
        throw new TimeoutException($"it did not start within {Timeout.TotalSeconds} s");
    }

    private async Task StopInTimeAsync(INodeService service)
    {
        using var limit = new CancellationTokenSource(Timeout, _time);
        if (await IsInTimeAsync(service.StopAsync(limit.Token), limit.Token).ConfigureAwait(false)) return;

        throw new TimeoutException($"it did not stop within {Timeout.TotalSeconds} s");
    }

    /// <summary>Who does not heed the token is waited for no longer.</summary>
    private static async Task<bool> IsInTimeAsync(Task task, CancellationToken limit)
    {
        try
        {
            await task.WaitAsync(limit).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A service that starts after all, when it counts as failed.</summary>
    private async Task StopLateAsync(Task start, INodeService service)
    {
        try
        {
            await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (start.IsCompletedSuccessfully) await service.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Top of a background task.
            ServiceLog.StopFailed(_logger, exception, service.Name);
        }
    }
}
