using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Measure;

/// <summary>The targets of our parser against a result.</summary>
internal static class Targets
{
    // Beyond this the cost of a byte depends on the length of its token. A square would give 4.
    private const double LargestGrowth = 1.3;

    public static IReadOnlyList<Target> Of(ComparisonResult result)
    {
        double?[] rapidXml = Ratios(result, ParserKind.RapidXml);
        double?[] expat = Ratios(result, ParserKind.Expat);
        double?[] xmlReader = Ratios(result, ParserKind.XmlReader);
        return
        [
            AtLeast("against RapidXML, geometric mean", GeometricMean(rapidXml), 1.15, 1.4),
            AtLeast("against RapidXML, worst corpus", Worst(rapidXml), 0.85, 1.0),
            AtLeast("against RapidXML, 64-byte messages", ChatRatio(result), 1.0, 1.0),
            AtLeast("against expat, geometric mean", GeometricMean(expat), 8, 10),
            AtLeast("against expat, worst corpus", Worst(expat), 5.5, 8),
            AtLeast("against XmlReader, geometric mean", GeometricMean(xmlReader), 5, 7),
            AtLeast("against expat by 7 bytes, worst corpus", Worst([.. result.Corpora.Select(SevenBytes)]), 1.5, 2.5),
            AtLeast("against expat byte by byte, worst corpus", Worst([.. result.Corpora.Select(OneByte)]), 1.2, 1.5),
            AtMost("allocated bytes per stanza, worst corpus", Allocated(result), 0),
            AtMost("cost of a byte, token of 1 MB : 0.25 MB", Growth(result), LargestGrowth),
        ];
    }

    public static double? SevenBytes(CorpusResult corpus) => corpus.SevenBytes.RatioTo(ParserKind.Expat);

    public static double? OneByte(CorpusResult corpus) => corpus.OneByte.RatioTo(ParserKind.Expat);

    /// <summary>Null if one is missing.</summary>
    public static double? GeometricMean(IReadOnlyList<double?> ratios) => ratios.Any(ratio => ratio is null)
        ? null
        : Math.Exp(ratios.Average(ratio => Math.Log(ratio!.Value)));

    /// <inheritdoc cref="GeometricMean"/>
    public static double? Worst(IReadOnlyList<double?> ratios) => ratios.Any(ratio => ratio is null) ? null : ratios.Min();

    private static Target AtLeast(string name, double? value, double must, double goal) =>
        new(name, value, must, goal, TargetSense.AtLeast);

    private static Target AtMost(string name, double? value, double bound) =>
        new(name, value, bound, bound, TargetSense.AtMost);

    private static double?[] Ratios(ComparisonResult result, ParserKind other) =>
        [.. result.Corpora.Select(corpus => corpus.Stream.RatioTo(other))];

    private static double? ChatRatio(ComparisonResult result) =>
        result.Corpora.FirstOrDefault(corpus => corpus.Name == "chat")?.Stream.RatioTo(ParserKind.RapidXml);

    private static double? Allocated(ComparisonResult result) =>
        result.Corpora.Max(corpus => corpus.Stream[ParserKind.Meerkat]?.AllocatedBytesPerStanza);

    private static double? Growth(ComparisonResult result) =>
        result.Tokens.Count == 0 ? null : result.Tokens.Max(token => token.Growth);
}
