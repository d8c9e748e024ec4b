using Meerkat.Perf.Corpora;
using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Measure;

/// <summary>The whole comparison: corpus by corpus, parsers by turns.</summary>
internal sealed class ParserComparison(ComparisonOptions options, TextWriter progress)
{
    /// <summary>Bytes at a time: a few, and the least there is.</summary>
    public static IReadOnlyList<int> SmallPieces { get; } = [7, 1];

    // Small pieces take long, and their figures do not depend on the size.
    private const int SmallPiecesShare = 8;

    public ComparisonResult Run()
    {
        double? load = Machine.Load();
        progress.WriteLine("warming up");
        WarmUp.Run(options);
        var corpora = new List<CorpusResult>();
        foreach (CorpusSource source in options.Corpora)
        {
            progress.WriteLine($"{source.Name}: {source.Description}");
            corpora.Add(Measure(source));
        }

        return new ComparisonResult(options, load, corpora, MeasuresTokens ? LinearityCheck.Run() : []);
    }

    private bool MeasuresTokens =>
        options.Scope == ComparisonScope.Everything && options.Parsers.Contains(ParserKind.Meerkat);

    // Only parsers that are pushed can be fed a few bytes.
    private ParserKind[] ForSmallPieces => options.Scope == ComparisonScope.Everything
        ? [.. options.Parsers.Where(kind => kind is ParserKind.Meerkat or ParserKind.Expat)]
        : [];

    private CorpusResult Measure(CorpusSource source)
    {
        using var rounds = new Rounds(source.Create(options.SizeBytes), options.Parsers);
        RunSet stream = rounds.Measure(ReceiveModel.BufferBytes, options.Rounds);

        using var smallRounds = new Rounds(source.Create(options.SizeBytes / SmallPiecesShare), ForSmallPieces);
        return new CorpusResult(
            source.Name,
            stream,
            smallRounds.Measure(SmallPieces[0], options.Rounds),
            smallRounds.Measure(SmallPieces[1], options.Rounds));
    }
}
