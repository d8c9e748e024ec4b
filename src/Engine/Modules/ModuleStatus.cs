namespace Meerkat.Engine.Modules;

/// <summary>What can be told of a module of a host at one moment. Immutable.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Summary">What it does.</param>
/// <param name="IsRunning">The host has it.</param>
/// <param name="IsRequired">Every host has it.</param>
/// <param name="DependsOn">The modules it needs.</param>
/// <param name="NeedsServices">The services it needs.</param>
public sealed record ModuleStatus(
    string Name,
    string Summary,
    bool IsRunning,
    bool IsRequired,
    IReadOnlyList<string> DependsOn,
    IReadOnlyList<string> NeedsServices);
