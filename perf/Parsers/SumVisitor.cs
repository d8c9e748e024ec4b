using System.Runtime.CompilerServices;
using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Parsers;

/// <summary>
/// Asks for local names, namespaces and values, declarations told apart. A mutable struct: a local of one run.
/// </summary>
internal struct SumVisitor : ISumVisitor<SumVisitor>
{
    private byte[] _resolved;
    private Sums _sums;

    public static SumVisitor Create(byte[] resolved) => new() { _resolved = resolved };

    public static Tally TallyOf(in Sums sums) => new()
    {
        Elements = sums.Elements,
        Ends = sums.Ends,
        Attributes = sums.Attributes,
        AttributesAndDeclarations = sums.Attributes + sums.Declarations,
        LocalNameBytes = sums.NameBytes,
        NamespaceBytes = sums.NamespaceBytes,
        ValueBytes = sums.ValueBytes,
        AllValueBytes = sums.ValueBytes + sums.DeclarationValueBytes,
        TextBytes = sums.TextBytes,
    };

    public readonly Sums Total => _sums;

    // One tag is summed up in locals: a field is memory, and each addition to it waits for the one before.
    public void OnStartElement(scoped in XmlStartTag tag)
    {
        int attributes = 0;
        int names = tag.LocalName.Length;
        int namespaces = tag.Namespace.Length;
        int values = 0;
        foreach (XmlTagAttribute attribute in tag.Attributes)
        {
            int length = attribute.NeedsUnescape ? Unescape(attribute.RawValue) : attribute.RawValue.Length;
            if (attribute.IsNamespaceDeclaration)
            {
                _sums.Declarations++;
                _sums.DeclarationValueBytes += length;
                continue;
            }

            attributes++;
            names += attribute.LocalName.Length;
            namespaces += attribute.Namespace.Length;
            values += length;
        }

        _sums.Elements++;
        _sums.Attributes += attributes;
        _sums.NameBytes += names;
        _sums.NamespaceBytes += namespaces;
        _sums.ValueBytes += values;
    }

    public void OnEndElement(scoped in XmlEndTag tag) => _sums.Ends++;

    public void OnText(scoped ReadOnlySpan<byte> text) => _sums.TextBytes += text.Length;

    public void OnStreamEnd() => _sums.Ends++;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Unescape(ReadOnlySpan<byte> rawValue) => XmlValue.OfAttribute(rawValue).Unescape(_resolved);
}
