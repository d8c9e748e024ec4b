using Meerkat.Perf.Corpora;
using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Measure;

/// <summary>What to compare, and how long.</summary>
internal sealed record ComparisonOptions
{
    public required IReadOnlyList<CorpusSource> Corpora { get; init; }

    public required IReadOnlyList<ParserKind> Parsers { get; init; }

    public ComparisonScope Scope { get; init; }

    /// <summary>Bytes of each corpus, give or take a stanza.</summary>
    public int SizeBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How often each parser reads each corpus. The median counts.</summary>
    public int Rounds { get; init; } = 9;
}

internal enum ComparisonScope : byte
{
    Everything,

    /// <summary>Without small pieces and long tokens.</summary>
    StreamOnly,
}
