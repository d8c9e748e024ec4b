namespace Meerkat.Parser.Xml;

/// <summary>A start tag that a scanner has just accepted. A view into the unit and the scanner's tables.</summary>
public readonly ref struct XmlStartTag
{
    // Few and flat fields, so that they stay in registers; the offsets are the scanner's own and need no check.
    private readonly ref byte _unit;
    private readonly XmlStreamScanner _scanner;
    private readonly ref readonly XmlOpenElement _element;

    internal XmlStartTag(ref byte unit, XmlStreamScanner scanner, ref readonly XmlOpenElement element)
    {
        _unit = ref unit;
        _scanner = scanner;
        _element = ref element;
    }

    /// <summary>The qualified name: prefix, colon and local name.</summary>
    public ReadOnlySpan<byte> Name => _element.Name(ref _unit);

    public ReadOnlySpan<byte> LocalName => _element.LocalName(ref _unit);

    public ReadOnlySpan<byte> Prefix => _element.Prefix(ref _unit);

    /// <summary>The namespace name. Allocates only if its declaration has references in it, which no one's has.</summary>
    public ReadOnlySpan<byte> Namespace => _scanner.NamespaceOf(ref _unit, _element);

    /// <summary>All attributes in document order, namespace declarations included.</summary>
    public XmlTagAttributes Attributes => new(ref _unit, _scanner);
}
