namespace Meerkat.Perf.Parsers;

/// <summary>The parsers compared, in the order of the report.</summary>
internal enum ParserKind
{
    Meerkat,
    RapidXml,
    Expat,
    XmlReader,
}
