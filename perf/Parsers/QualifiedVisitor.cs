using System.Runtime.CompilerServices;
using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// Asks for what RapidXML's tree has: nodes, qualified names, values. A mutable struct: a local of one run.
/// </summary>
internal struct QualifiedVisitor : ISumVisitor<QualifiedVisitor>
{
    private byte[] _resolved;
    private Sums _sums;

    public static QualifiedVisitor Create(byte[] resolved) => new() { _resolved = resolved };

    public static Tally TallyOf(in Sums sums) => new()
    {
        Elements = sums.Elements,
        AttributesAndDeclarations = sums.Attributes,
        QualifiedNameBytes = sums.NameBytes,
        AllValueBytes = sums.ValueBytes,
        TextBytes = sums.TextBytes,
    };

    public readonly Sums Total => _sums;

    // In locals, as in SumVisitor.
    public void OnStartElement(scoped in XmlStartTag tag)
    {
        int attributes = 0;
        int names = tag.Name.Length;
        int values = 0;
        foreach (XmlTagAttribute attribute in tag.Attributes)
        {
            attributes++;
            names += attribute.Name.Length;
            values += attribute.NeedsUnescape ? Unescape(attribute.RawValue) : attribute.RawValue.Length;
        }

        _sums.Elements++;
        _sums.Attributes += attributes;
        _sums.NameBytes += names;
        _sums.ValueBytes += values;
    }

    public readonly void OnEndElement(scoped in XmlEndTag tag)
    {
    }

    public void OnText(scoped ReadOnlySpan<byte> text) => _sums.TextBytes += text.Length;

    public readonly void OnStreamEnd()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Unescape(ReadOnlySpan<byte> rawValue) => XmlValue.OfAttribute(rawValue).Unescape(_resolved);
}
