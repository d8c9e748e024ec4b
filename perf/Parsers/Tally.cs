namespace Meerkat.Perf.Parsers;

/// <summary>
/// The sums of a run in the terms in which parsers are compared. Null: the parser, run this way, does not count it.
/// </summary>
internal sealed record Tally
{
    public required long Elements { get; init; }

    public long? Ends { get; init; }

    public long? Attributes { get; init; }

    public long? AttributesAndDeclarations { get; init; }

    public long? LocalNameBytes { get; init; }

    /// <summary>Of elements, attributes and namespace declarations.</summary>
    public long? QualifiedNameBytes { get; init; }

    public long? NamespaceBytes { get; init; }

    public long? ValueBytes { get; init; }

    /// <summary>Values of namespace declarations included.</summary>
    public long? AllValueBytes { get; init; }

    public long? TextBytes { get; init; }

    /// <summary>The sums that both have and that are not the same. Null: the parsers were told of the same things.</summary>
    public string? Differences(Tally other)
    {
        var differences = Entries.Zip(other.Entries)
            .Where(pair => pair.First.Value is { } mine && pair.Second.Value is { } theirs && mine != theirs)
            .Select(pair => $"{pair.First.Name} {pair.First.Value} against {pair.Second.Value}")
            .ToList();
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }

    private IEnumerable<(string Name, long? Value)> Entries =>
    [
        (nameof(Elements), Elements),
        (nameof(Ends), Ends),
        (nameof(Attributes), Attributes),
        (nameof(AttributesAndDeclarations), AttributesAndDeclarations),
        (nameof(LocalNameBytes), LocalNameBytes),
        (nameof(QualifiedNameBytes), QualifiedNameBytes),
        (nameof(NamespaceBytes), NamespaceBytes),
        (nameof(ValueBytes), ValueBytes),
        (nameof(AllValueBytes), AllValueBytes),
        (nameof(TextBytes), TextBytes),
    ];
}
