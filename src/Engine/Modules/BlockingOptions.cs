namespace Meerkat.Engine.Modules;

/// <summary>The blocking command (XEP-0191). Immutable.</summary>
public sealed record BlockingOptions
{
    /// <summary>Addresses that one account may block. As many as a roster may hold: a whole domain is one.</summary>
    public int MaxItems { get; init; } = 1000;
}
