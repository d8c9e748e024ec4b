namespace Meerkat.Engine.Services;

/// <summary>
/// A configured service and where it is in its life. Written by the <see cref="ServiceRegistry"/> under its gate; read by
/// any thread.
/// </summary>
internal sealed class ServiceRecord(INodeService service)
{
    // Replaced as a whole, so that a reader never sees half of a change.
    private ServiceStatus _status =
        new(service.Name, ServiceState.Stopped, null, service.DependsOn, service.IsRequired, null);

    public INodeService Service => service;

    public ServiceStatus Status => Volatile.Read(ref _status);

    public bool IsRunning => Status.State == ServiceState.Running;

    /// <summary>True from a start until a stop that succeeds, whatever came between: it is not started twice.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>A start that took too long and was given up, until it has ended; null if there was none.</summary>
    public Task? LateStart { get; set; }

    public void Begin(ServiceState state) => Set(state, null, null);

    public void Started(DateTimeOffset now)
    {
        IsLoaded = true;
        Set(ServiceState.Running, now, null);
    }

    public void Stopped()
    {
        IsLoaded = false;
        Set(ServiceState.Stopped, null, null);
    }

    /// <summary>A start that failed leaves nothing; a stop that failed leaves who knows what, and the record stays.</summary>
    public void Failed(Exception exception) => Set(ServiceState.Failed, null, exception.Message);

    private void Set(ServiceState state, DateTimeOffset? startedAt, string? fault) =>
        Volatile.Write(ref _status, _status with { State = state, StartedAt = startedAt, Fault = fault });
}
