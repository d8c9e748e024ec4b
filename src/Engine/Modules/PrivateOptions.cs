namespace Meerkat.Engine.Modules;

/// <summary>Private XML storage (XEP-0049). Immutable.</summary>
public sealed record PrivateOptions
{
    /// <summary>Elements in the storage of one account.</summary>
    public int MaxElements { get; init; } = 100;
}
