namespace Meerkat.Parser.Xml;

/// <summary>Walks the attributes of one start tag.</summary>
public ref struct XmlAttributeEnumerator
{
    private readonly XmlElementReader _element;
    private XmlTagCursor _cursor;

    internal XmlAttributeEnumerator(XmlElementReader element)
    {
        _element = element;
        _cursor = new XmlTagCursor(element.Unit, element.Start);
    }

    public readonly XmlAttribute Current => new(_element, _cursor.Name, _cursor.Value);

    public bool MoveNext() => _cursor.MoveNext();

    public readonly XmlAttributeEnumerator GetEnumerator() => this;
}
