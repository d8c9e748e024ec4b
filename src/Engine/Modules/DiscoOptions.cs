namespace Meerkat.Engine.Modules;

/// <summary>What a served host lists among its items (XEP-0030). Immutable.</summary>
public sealed record DiscoOptions
{
    /// <summary>Prepared domains that are listed whether anything is there or not.</summary>
    public IReadOnlyList<string> ExtraDomains { get; init; } = [];

    /// <summary>Users see hidden components too. MongooseIM's configuration, as shipped, has it off.</summary>
    public bool UsersSeeHidden { get; init; }

    /// <summary>By what the list says: a configuration that was read again is not another for that.</summary>
    public bool Equals(DiscoOptions? other) =>
        other is not null && UsersSeeHidden == other.UsersSeeHidden && ExtraDomains.SequenceEqual(other.ExtraDomains);

    public override int GetHashCode() => HashCode.Combine(UsersSeeHidden, ExtraDomains.Count);
}
