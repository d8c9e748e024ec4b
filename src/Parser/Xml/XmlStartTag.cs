namespace Meerkat.Parser.Xml;

/// <summary>A start tag that a scanner has just accepted. A view into the unit and the scanner's tables.</summary>
public readonly ref struct XmlStartTag
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly XmlStreamScanner _scanner;
    private readonly ref readonly XmlOpenElement _element;

    internal XmlStartTag(ReadOnlySpan<byte> unit, XmlStreamScanner scanner, ref readonly XmlOpenElement element)
    {
        _unit = unit;
        _scanner = scanner;
        _element = ref element;
    }

    public ReadOnlySpan<byte> LocalName => _element.LocalName(_unit);

    public ReadOnlySpan<byte> Prefix => _element.Prefix(_unit);

    /// <summary>The namespace name. Allocates only if its declaration has references in it, which no one's has.</summary>
    public ReadOnlySpan<byte> Namespace => _scanner.NamespaceOf(_unit, _element);

    /// <summary>All attributes in document order, namespace declarations included.</summary>
    public XmlTagAttributes Attributes => new(_unit, _scanner);
}

/// <summary>The end of the innermost open element.</summary>
public readonly ref struct XmlEndTag
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly XmlStreamScanner _scanner;
    private readonly ref readonly XmlOpenElement _element;

    internal XmlEndTag(ReadOnlySpan<byte> unit, XmlStreamScanner scanner, ref readonly XmlOpenElement element)
    {
        _unit = unit;
        _scanner = scanner;
        _element = ref element;
    }

    public ReadOnlySpan<byte> LocalName => _element.LocalName(_unit);

    public ReadOnlySpan<byte> Prefix => _element.Prefix(_unit);

    /// <inheritdoc cref="XmlStartTag.Namespace"/>
    public ReadOnlySpan<byte> Namespace => _scanner.NamespaceOf(_unit, _element);
}
