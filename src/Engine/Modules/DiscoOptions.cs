namespace Meerkat.Engine.Modules;

/// <summary>What a served host lists among its items (XEP-0030). Immutable.</summary>
public sealed record DiscoOptions
{
    /// <summary>Prepared domains that are listed whether anything is there or not.</summary>
    public IReadOnlyList<string> ExtraDomains { get; init; } = [];

    /// <summary>Users see hidden components too. MongooseIM's configuration, as shipped, has it off.</summary>
    public bool UsersSeeHidden { get; init; }
}
