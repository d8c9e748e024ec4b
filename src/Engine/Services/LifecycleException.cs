namespace Meerkat.Engine.Services;

/// <summary>A service or a module cannot run for what is configured, not for what it does.</summary>
public sealed class LifecycleException(IReadOnlyList<LifecycleError> errors)
    : Exception(string.Join("; ", errors.Select(error => error.Message)))
{
    internal LifecycleException(LifecycleError error)
        : this([error])
    {
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<LifecycleError> Errors { get; } = errors;

    /// <summary>Of the first error.</summary>
    public string Code => Errors[0].Code;
}
