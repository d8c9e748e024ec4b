using Meerkat.Perf.Corpora;

namespace Meerkat.Perf.Parsers;

/// <summary>Names and makes the parsers.</summary>
internal static class ParserList
{
    public static IReadOnlyList<ParserKind> All { get; } = Enum.GetValues<ParserKind>();

    /// <summary>What the command line calls it.</summary>
    public static string Name(ParserKind kind) => kind switch
    {
        ParserKind.Meerkat => "meerkat",
        ParserKind.MeerkatQualified => "meerkat-qualified",
        ParserKind.RapidXml => "rapidxml",
        ParserKind.Expat => "expat",
        _ => "xmlreader",
    };

    public static bool IsOurs(ParserKind kind) => kind is ParserKind.Meerkat or ParserKind.MeerkatQualified;

    public static bool IsNative(ParserKind kind) => kind is ParserKind.RapidXml or ParserKind.Expat;

    public static IParser Create(ParserKind kind, Corpus corpus) => kind switch
    {
        ParserKind.Meerkat => new MeerkatParser<SumVisitor>(corpus),
        ParserKind.MeerkatQualified => new MeerkatParser<QualifiedVisitor>(corpus),
        ParserKind.RapidXml => new RapidXmlParser(corpus),
        ParserKind.Expat => new ExpatParser(corpus),
        _ => new XmlReaderParser(corpus),
    };
}
