namespace Meerkat.Parser.Xml;

/// <summary>The attributes of an <see cref="XmlStartTag"/>: <c>foreach (XmlTagAttribute attribute in tag.Attributes)</c>.</summary>
public ref struct XmlTagAttributes
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly XmlScratch _scratch;
    private readonly StreamScope _scope;
    private readonly ReadOnlySpan<XmlAttributeSpan> _attributes;
    private int _index = -1;

    internal XmlTagAttributes(ReadOnlySpan<byte> unit, XmlScratch scratch, StreamScope scope)
    {
        _unit = unit;
        _scratch = scratch;
        _scope = scope;
        _attributes = scratch.Attributes;
    }

    public readonly XmlTagAttribute Current => new(_unit, in _attributes[_index], _scratch, _scope);

    public bool MoveNext() => ++_index < _attributes.Length;

    public readonly XmlTagAttributes GetEnumerator() => this;
}

/// <summary>One attribute of an <see cref="XmlStartTag"/>.</summary>
public readonly ref struct XmlTagAttribute
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly ref readonly XmlAttributeSpan _span;
    private readonly XmlScratch _scratch;
    private readonly StreamScope _scope;

    internal XmlTagAttribute(
        ReadOnlySpan<byte> unit, ref readonly XmlAttributeSpan span, XmlScratch scratch, StreamScope scope)
    {
        _unit = unit;
        _span = ref span;
        _scratch = scratch;
        _scope = scope;
    }

    public ReadOnlySpan<byte> LocalName => _unit.Slice(_span.LocalStart, _span.LocalLength);

    public ReadOnlySpan<byte> Prefix => _unit.Slice(_span.NameStart, _span.PrefixLength);

    /// <inheritdoc cref="XmlAttribute.Namespace"/>
    public ReadOnlySpan<byte> Namespace
    {
        get
        {
            if (IsNamespaceDeclaration)
                return Stanzas.Namespaces.Xmlns;
            return _span.PrefixLength == 0 ? default : XmlOpenElements.Resolve(_unit, Prefix, _scratch, _scope);
        }
    }

    public bool IsNamespaceDeclaration => _span.IsDeclaration;

    public XmlValue Value
    {
        get
        {
            ReadOnlySpan<byte> raw = _unit.Slice(_span.ValueStart, _span.ValueLength);
            return (_span.Kind & XmlNameKind.NeedsUnescape) == 0 ? XmlValue.OfResolved(raw) : XmlValue.OfAttribute(raw);
        }
    }
}
