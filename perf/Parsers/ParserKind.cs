namespace Meerkat.Perf.Parsers;

/// <summary>The parsers compared, in the order of the report.</summary>
internal enum ParserKind
{
    Meerkat,

    /// <summary>Ours, walked as RapidXML's tree is.</summary>
    MeerkatQualified,
    RapidXml,
    Expat,
    XmlReader,
}
