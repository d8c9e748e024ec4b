namespace Meerkat.Perf.Measure;

/// <summary>All that one run of the program measured.</summary>
internal sealed record ComparisonResult(
    ComparisonOptions Options, double? LoadBefore, IReadOnlyList<CorpusResult> Corpora, IReadOnlyList<TokenGrowth> Tokens);
