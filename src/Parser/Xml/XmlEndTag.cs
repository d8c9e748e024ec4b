namespace Meerkat.Parser.Xml;

/// <summary>The end of the innermost open element.</summary>
public readonly ref struct XmlEndTag
{
    private readonly ref byte _unit;
    private readonly XmlStreamScanner _scanner;
    private readonly ref readonly XmlOpenElement _element;

    internal XmlEndTag(ref byte unit, XmlStreamScanner scanner, ref readonly XmlOpenElement element)
    {
        _unit = ref unit;
        _scanner = scanner;
        _element = ref element;
    }

    public ReadOnlySpan<byte> LocalName => _element.LocalName(ref _unit);

    public ReadOnlySpan<byte> Prefix => _element.Prefix(ref _unit);

    /// <inheritdoc cref="XmlStartTag.Namespace"/>
    public ReadOnlySpan<byte> Namespace => _scanner.NamespaceOf(ref _unit, _element);
}
