namespace Meerkat.Engine.Modules;

/// <summary>Identities and features of one disco#info answer (XEP-0030 §3.1). Filled at start-up, read-only afterwards.</summary>
public sealed class FeatureList
{
    private readonly List<DiscoIdentity> _identities = [];
    private readonly SortedSet<string> _features = new(StringComparer.Ordinal);

    public IReadOnlyList<DiscoIdentity> Identities => _identities;

    /// <summary>In code point order, as XEP-0115 hashes them.</summary>
    public IReadOnlyCollection<string> Features => _features;

    public void Add(DiscoIdentity identity) => _identities.Add(identity);

    public void Add(string feature) => _features.Add(feature);
}
