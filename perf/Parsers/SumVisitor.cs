using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Parsers;

/// <summary>Counts what our scanner tells. A mutable struct: a local of one run.</summary>
/// <param name="resolved">Where a value with references is resolved, as large as the largest.</param>
internal struct SumVisitor(byte[] resolved) : IXmlHandler
{
    public Sums Sums;

    public void OnStartElement(scoped in XmlStartTag tag)
    {
        Sums.Elements++;
        Sums.NameBytes += tag.LocalName.Length;
        Sums.NamespaceBytes += tag.Namespace.Length;
        foreach (XmlTagAttribute attribute in tag.Attributes)
            Visit(attribute);
    }

    public void OnEndElement(scoped in XmlEndTag tag) => Sums.Ends++;

    public void OnText(scoped ReadOnlySpan<byte> text) => Sums.TextBytes += text.Length;

    private void Visit(XmlTagAttribute attribute)
    {
        XmlValue value = attribute.Value;
        int length = value.NeedsUnescape ? value.Unescape(resolved) : value.Raw.Length;
        if (attribute.IsNamespaceDeclaration)
        {
            Sums.Declarations++;
            Sums.DeclarationValueBytes += length;
            return;
        }

        Sums.Attributes++;
        Sums.NameBytes += attribute.LocalName.Length;
        Sums.NamespaceBytes += attribute.Namespace.Length;
        Sums.ValueBytes += length;
    }
}
