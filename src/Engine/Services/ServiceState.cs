namespace Meerkat.Engine.Services;

/// <summary>Where a service is in its life. The numbers are what the metric says.</summary>
public enum ServiceState : byte
{
    Stopped = 0,
    Starting = 1,
    Running = 2,

    /// <summary>Its start or its stop has failed; <see cref="ServiceStatus.Fault"/> says how.</summary>
    Failed = 3,

    Stopping = 4,
}
