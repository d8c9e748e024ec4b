using Meerkat.Engine.Services;

namespace Meerkat.Engine.Modules;

/// <summary>What came of a change of a host's modules: the names of those that came, went and were replaced; or what is wrong
/// with it, and then nothing was changed. Immutable.</summary>
public sealed record ModuleChanges
{
    public IReadOnlyList<string> Started { get; init; } = [];

    public IReadOnlyList<string> Stopped { get; init; } = [];

    public IReadOnlyList<string> Restarted { get; init; } = [];

    public IReadOnlyList<LifecycleError> Errors { get; init; } = [];

    public bool IsEmpty => Started.Count + Stopped.Count + Restarted.Count + Errors.Count == 0;
}
