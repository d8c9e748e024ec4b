namespace Meerkat.Parser.Xml;

/// <summary>
/// A view of one element that the scanner has accepted: names, attributes, children and text, without allocation.
/// Namespaces are resolved when asked for.
/// </summary>
public readonly ref struct XmlElementReader
{
    // The unit the element is part of; the offsets below count from its start.
    private readonly ReadOnlySpan<byte> _unit;
    private readonly StreamScope _scope;
    private readonly XmlDeclaringTags _declaringTags;
    private readonly int _start;
    private readonly int _nameEnd;
    private readonly int _startTagEnd;

    // The value of the default namespace declaration in force; start 0: that of the stream.
    private readonly int _defaultStart;
    private readonly int _defaultLength;

    /// <summary>Views a whole first-level element or a stream header's start tag (the XML declaration skipped).</summary>
    public XmlElementReader(ReadOnlySpan<byte> element, StreamScope scope)
        : this(element, SkipDeclaration(element), scope, default, 0, 0)
    {
    }

    private XmlElementReader(
        ReadOnlySpan<byte> unit, int start, StreamScope scope, XmlDeclaringTags outerTags, int defaultStart, int defaultLength)
    {
        _unit = unit;
        _scope = scope;
        _start = start;
        _declaringTags = outerTags;
        _defaultStart = defaultStart;
        _defaultLength = defaultLength;
        bool declaresPrefix = false;

        var cursor = new XmlTagCursor(unit, start);
        _nameEnd = cursor.Position;
        while (cursor.MoveNext())
        {
            declaresPrefix |= cursor.IsPrefixDeclaration;
            if (cursor.Name.SequenceEqual("xmlns"u8))
                (_defaultStart, _defaultLength) = (cursor.ValueStart, cursor.ValueLength);
        }

        _startTagEnd = cursor.Position;
        if (declaresPrefix)
            _declaringTags.Add(start);
    }

    public ReadOnlySpan<byte> LocalName => Name[(Name.IndexOf((byte)':') + 1)..];

    public ReadOnlySpan<byte> Prefix => Name[..Math.Max(0, Name.IndexOf((byte)':'))];

    /// <summary>The namespace name. Allocates only if its declaration has references in it, which no one's has.</summary>
    public ReadOnlySpan<byte> Namespace => NamespaceValue.ToSpan();

    /// <summary>All attributes in document order, namespace declarations included.</summary>
    public XmlAttributeEnumerator Attributes => new(this);

    /// <summary>The child elements, in order: <c>foreach (var child in element.Children)</c>.</summary>
    public XmlChildEnumerator Children => new(this);

    /// <summary>The element's own character data, that of its children left out.</summary>
    public XmlValue Text => XmlValue.OfText(InnerXml);

    /// <summary>The element's bytes from '&lt;' to '&gt;'.</summary>
    public ReadOnlySpan<byte> OuterXml => _unit[_start..End];

    /// <summary>The bytes between start tag and end tag.</summary>
    public ReadOnlySpan<byte> InnerXml
    {
        get
        {
            if (!HasContent)
                return default;
            ReadOnlySpan<byte> inner = _unit[ContentStart..End];
            return inner[..inner.LastIndexOf((byte)'<')];
        }
    }

    /// <summary>The namespace name as it is declared.</summary>
    internal XmlValue NamespaceValue
    {
        get
        {
            ReadOnlySpan<byte> prefix = Prefix;
            if (!prefix.IsEmpty)
                return ResolvePrefix(prefix);
            return DefaultNamespaceValue;
        }
    }

    /// <summary>The default namespace in force in the element.</summary>
    internal XmlValue DefaultNamespaceValue => _defaultStart == 0
        ? XmlValue.OfResolved(_scope.DefaultNamespace)
        : XmlValue.OfAttribute(_unit.Slice(_defaultStart, _defaultLength));

    internal ReadOnlySpan<byte> Unit => _unit;

    internal StreamScope Scope => _scope;

    internal int Start => _start;

    /// <summary>Offset of the start tag's '&gt;' or <c>/&gt;</c>.</summary>
    internal int StartTagEnd => _startTagEnd;

    internal ReadOnlySpan<byte> Name => _unit[(_start + 1).._nameEnd];

    /// <summary>The offset behind the start tag.</summary>
    internal int ContentStart => _unit[_startTagEnd] == '/' ? _startTagEnd + 2 : _startTagEnd + 1;

    /// <summary>The offset behind the element. Looks for it, except for the element the view was made of.</summary>
    internal int End => _start == 0 || ContentStart == _unit.Length ? _unit.Length : XmlSkip.Element(_unit, _start);

    // A stream header is a start tag without content.
    private bool HasContent => _unit[_startTagEnd] != '/' && ContentStart < _unit.Length;

    public bool Is(ReadOnlySpan<byte> localName, ReadOnlySpan<byte> ns) =>
        localName.SequenceEqual(LocalName) && NamespaceValue.Equals(ns);

    /// <summary>An attribute without a prefix, or <c>xml:lang</c> by that name.</summary>
    public XmlValue Attribute(ReadOnlySpan<byte> name)
    {
        var cursor = new XmlTagCursor(_unit, _start);
        while (cursor.MoveNext())
        {
            if (name.SequenceEqual(cursor.Name))
                return XmlValue.OfAttribute(cursor.Value);
        }

        return default;
    }

    public bool TryGetChild(ReadOnlySpan<byte> localName, ReadOnlySpan<byte> ns, out XmlElementReader child)
    {
        foreach (XmlElementReader candidate in Children)
        {
            if (!candidate.Is(localName, ns))
                continue;
            child = candidate;
            return true;
        }

        child = default;
        return false;
    }

    /// <summary>The first child element, if any.</summary>
    public bool TryGetFirstChild(out XmlElementReader child)
    {
        XmlChildEnumerator children = Children;
        bool exists = children.MoveNext();
        child = exists ? children.Current : default;
        return exists;
    }

    /// <summary>The child whose start tag is at an offset.</summary>
    internal XmlElementReader Child(int start) => new(_unit, start, _scope, _declaringTags, _defaultStart, _defaultLength);

    /// <summary>The innermost declaration of a prefix: in the element, around it, in the stream header.</summary>
    internal XmlValue ResolvePrefix(ReadOnlySpan<byte> prefix)
    {
        if (_declaringTags.TryResolve(_unit, _start, prefix, out ReadOnlySpan<byte> raw))
            return XmlValue.OfAttribute(raw);
        return XmlValue.OfResolved(_scope.Resolve(prefix));
    }

    private static int SkipDeclaration(ReadOnlySpan<byte> unit) => unit.StartsWith(XmlDeclaration.Opening)
        ? XmlChars.SkipWhiteSpace(unit, unit.IndexOf((byte)'>') + 1)
        : 0;
}
