namespace Meerkat.Parser.Xml;

/// <summary>A start tag that a scanner has just accepted. Views into the unit and the scanner's tables.</summary>
public readonly ref struct XmlStartTag
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly XmlScratch _scratch;
    private readonly StreamScope _scope;

    internal XmlStartTag(ReadOnlySpan<byte> unit, XmlScratch scratch, StreamScope scope)
    {
        _unit = unit;
        _scratch = scratch;
        _scope = scope;
    }

    public ReadOnlySpan<byte> LocalName => XmlOpenElements.LocalName(_unit, _scratch.Innermost);

    public ReadOnlySpan<byte> Prefix => XmlOpenElements.Prefix(_unit, _scratch.Innermost);

    /// <summary>The namespace name. Allocates only if its declaration has references in it, which no one's has.</summary>
    public ReadOnlySpan<byte> Namespace => XmlOpenElements.Namespace(_unit, _scratch, _scope);

    /// <summary>All attributes in document order, namespace declarations included.</summary>
    public XmlTagAttributes Attributes => new(_unit, _scratch, _scope);
}

/// <summary>The end of the innermost open element.</summary>
public readonly ref struct XmlEndTag
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly XmlScratch _scratch;
    private readonly StreamScope _scope;

    internal XmlEndTag(ReadOnlySpan<byte> unit, XmlScratch scratch, StreamScope scope)
    {
        _unit = unit;
        _scratch = scratch;
        _scope = scope;
    }

    public ReadOnlySpan<byte> LocalName => XmlOpenElements.LocalName(_unit, _scratch.Innermost);

    public ReadOnlySpan<byte> Prefix => XmlOpenElements.Prefix(_unit, _scratch.Innermost);

    /// <inheritdoc cref="XmlStartTag.Namespace"/>
    public ReadOnlySpan<byte> Namespace => XmlOpenElements.Namespace(_unit, _scratch, _scope);
}
