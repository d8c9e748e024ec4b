namespace Meerkat.Parser.Xml;

/// <summary>
/// A view of one element that the scanner has accepted: names, attributes, children and text, without allocation.
/// Namespaces are resolved when asked for.
/// </summary>
public readonly ref struct XmlElementReader
{
    /// <summary>Views a whole first-level element or a stream header's start tag (the XML declaration skipped).</summary>
    public XmlElementReader(ReadOnlySpan<byte> element, StreamScope scope) => throw new NotImplementedException();

    public ReadOnlySpan<byte> LocalName => throw new NotImplementedException();

    public ReadOnlySpan<byte> Prefix => throw new NotImplementedException();

    public ReadOnlySpan<byte> Namespace => throw new NotImplementedException();

    public bool Is(ReadOnlySpan<byte> localName, ReadOnlySpan<byte> ns) => throw new NotImplementedException();

    /// <summary>An attribute without a prefix, or <c>xml:lang</c> by that name.</summary>
    public XmlValue Attribute(ReadOnlySpan<byte> name) => throw new NotImplementedException();

    /// <summary>All attributes in document order, namespace declarations included.</summary>
    public XmlAttributeEnumerator Attributes => throw new NotImplementedException();

    /// <summary>The child elements, in order: <c>foreach (var child in element.Children)</c>.</summary>
    public XmlChildEnumerator Children => throw new NotImplementedException();

    public bool TryGetChild(ReadOnlySpan<byte> localName, ReadOnlySpan<byte> ns, out XmlElementReader child) =>
        throw new NotImplementedException();

    /// <summary>The first child element, if any.</summary>
    public bool TryGetFirstChild(out XmlElementReader child) => throw new NotImplementedException();

    /// <summary>The element's own character data, that of its children left out.</summary>
    public XmlValue Text => throw new NotImplementedException();

    /// <summary>The element's bytes from '&lt;' to '&gt;'.</summary>
    public ReadOnlySpan<byte> OuterXml => throw new NotImplementedException();

    /// <summary>The bytes between start tag and end tag.</summary>
    public ReadOnlySpan<byte> InnerXml => throw new NotImplementedException();
}

/// <summary>One attribute as it stands in the start tag.</summary>
public readonly ref struct XmlAttribute
{
    public ReadOnlySpan<byte> Prefix => throw new NotImplementedException();

    public ReadOnlySpan<byte> LocalName => throw new NotImplementedException();

    /// <summary>The namespace of a prefixed attribute; empty for one without a prefix.</summary>
    public ReadOnlySpan<byte> Namespace => throw new NotImplementedException();

    public bool IsNamespaceDeclaration => throw new NotImplementedException();

    public XmlValue Value => throw new NotImplementedException();
}

/// <summary>Walks the attributes of one start tag.</summary>
public ref struct XmlAttributeEnumerator
{
    public readonly XmlAttribute Current => throw new NotImplementedException();

    public bool MoveNext() => throw new NotImplementedException();

    public readonly XmlAttributeEnumerator GetEnumerator() => this;
}

/// <summary>Walks the child elements of one element.</summary>
public ref struct XmlChildEnumerator
{
    public readonly XmlElementReader Current => throw new NotImplementedException();

    public bool MoveNext() => throw new NotImplementedException();

    public readonly XmlChildEnumerator GetEnumerator() => this;
}
