using Meerkat.Perf.Parsers;

namespace Meerkat.Perf.Measure;

/// <summary>The runs of several parsers over one corpus, in interleaved rounds. Immutable.</summary>
internal sealed class RunSet(IReadOnlyDictionary<ParserKind, ParserRun> runs)
{
    /// <summary>Null if the parser did not take part.</summary>
    public ParserRun? this[ParserKind parser] => runs.GetValueOrDefault(parser);

    /// <summary>How many times as fast our parser is as another, asked for the same.</summary>
    public double? RatioTo(ParserKind other) => this[OursFor(other)] is { } ours && this[other] is { } theirs
        ? (double)theirs.Nanoseconds / ours.Nanoseconds
        : null;

    private static ParserKind OursFor(ParserKind other) =>
        other == ParserKind.RapidXml ? ParserKind.MeerkatQualified : ParserKind.Meerkat;
}
