namespace Meerkat.Engine.Services;

/// <summary>
/// Something that runs once for the whole node: started before any module of any host, stopped after all of them. Its
/// options come through its constructor. Owned by the <see cref="ServiceRegistry"/>, which calls it, one call at a time.
/// </summary>
public interface INodeService
{
    /// <summary>What operators and those that depend on it call it.</summary>
    string Name { get; }

    /// <summary>Services that must run before this one is started.</summary>
    IReadOnlyList<string> DependsOn => [];

    /// <summary>True if the node cannot do without it: it stops with the node only.</summary>
    bool IsRequired => false;

    /// <summary>Runs when the task completes. Throws what keeps it from running; after that nothing is left of the attempt.
    /// Must not call the registry.</summary>
    Task StartAsync(CancellationToken cancel);

    /// <summary>Has stopped when the task completes; it may be started again then. Must not call the registry.</summary>
    Task StopAsync(CancellationToken cancel);
}
