using System.Runtime.CompilerServices;
using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Parsers;

/// <summary>Counts what our scanner tells. A mutable struct: a local of one run.</summary>
/// <param name="resolved">Where a value with references is resolved, as large as the largest.</param>
internal struct SumVisitor(byte[] resolved) : IXmlHandler
{
    public Sums Sums;

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
                Sums.Declarations++;
                Sums.DeclarationValueBytes += length;
                continue;
            }

            attributes++;
            names += attribute.LocalName.Length;
            namespaces += attribute.Namespace.Length;
            values += length;
        }

        Sums.Elements++;
        Sums.Attributes += attributes;
        Sums.NameBytes += names;
        Sums.NamespaceBytes += namespaces;
        Sums.ValueBytes += values;
    }

    public void OnEndElement(scoped in XmlEndTag tag) => Sums.Ends++;

    public void OnText(scoped ReadOnlySpan<byte> text) => Sums.TextBytes += text.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Unescape(ReadOnlySpan<byte> rawValue) => XmlValue.OfAttribute(rawValue).Unescape(resolved);
}
