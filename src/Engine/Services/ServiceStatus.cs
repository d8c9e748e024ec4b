namespace Meerkat.Engine.Services;

/// <summary>What can be told of a service at one moment. Immutable.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="StartedAt">When it was started; null unless it runs.</param>
/// <param name="DependsOn">The services it needs.</param>
/// <param name="IsRequired">It stops with the node only.</param>
/// <param name="Fault">Why it failed.</param>
public sealed record ServiceStatus(
    string Name,
    ServiceState State,
    DateTimeOffset? StartedAt,
    IReadOnlyList<string> DependsOn,
    bool IsRequired,
    string? Fault);
