namespace Meerkat.Parser.Xml;

/// <summary>
/// What a scanner needs only while an element is under way: open elements, namespace bindings, attributes of one tag.
/// Owned by one scanner at a time; lives in an <see cref="XmlScratchPool"/> otherwise.
/// </summary>
internal sealed class XmlScratch
{
    // The default XmlLimits allow 64 open elements and 64 attributes. Bindings can be 63 * 64.
    private const int MaxKept = 64;

    // The usual stanza nests less than 8 deep and has less than 16 attributes a tag.
    private XmlOpenElement[] _open = new XmlOpenElement[8];
    private XmlTagAttribute[] _attributes = new XmlTagAttribute[16];

    public XmlNamespaceBindings Bindings { get; } = new();

    /// <summary>The number of open elements, the root of the stream not counted.</summary>
    public int Depth { get; private set; }

    public int AttributeCount { get; private set; }

    public Span<XmlTagAttribute> Attributes => _attributes.AsSpan(0, AttributeCount);

    /// <summary>True if a rare element has made the tables too big to be kept.</summary>
    public bool IsOversized =>
        Bindings.Capacity > MaxKept || _open.Length > MaxKept || _attributes.Length > MaxKept;

    public ref readonly XmlOpenElement Innermost => ref _open[Depth - 1];

    public void Push(XmlOpenElement element)
    {
        if (Depth == _open.Length)
            Array.Resize(ref _open, _open.Length * 2);
        _open[Depth++] = element;
    }

    public void Pop()
    {
        Depth--;
        Bindings.Truncate(_open[Depth].BindingCount);
    }

    public void Add(XmlTagAttribute attribute)
    {
        if (AttributeCount == _attributes.Length)
            Array.Resize(ref _attributes, _attributes.Length * 2);
        _attributes[AttributeCount++] = attribute;
    }

    public void ClearAttributes() => AttributeCount = 0;

    public void Clear()
    {
        Depth = 0;
        AttributeCount = 0;
        Bindings.Truncate(0);
    }
}

/// <summary>An element whose end tag is still to come; offsets into its unit.</summary>
/// <param name="NameStart">Where its qualified name begins.</param>
/// <param name="NameLength">The bytes of that name.</param>
/// <param name="BindingCount">The namespace bindings in force around it.</param>
/// <param name="HasDefault">True if a default namespace is declared by it or around it, the stream header left out.</param>
internal readonly record struct XmlOpenElement(int NameStart, int NameLength, int BindingCount, bool HasDefault);

/// <summary>One attribute of the tag being parsed; offsets into its unit.</summary>
/// <param name="NameStart">Where its qualified name begins.</param>
/// <param name="PrefixLength">The bytes of its prefix, 0 without.</param>
/// <param name="NameLength">The bytes of its qualified name.</param>
/// <param name="ValueStart">Where its value begins, behind the quote.</param>
/// <param name="ValueLength">The bytes of its value.</param>
internal readonly record struct XmlTagAttribute(
    int NameStart, int PrefixLength, int NameLength, int ValueStart, int ValueLength)
{
    /// <summary>The hash of its namespace; set where the tag's attributes are compared by expanded name.</summary>
    public ulong NamespaceHash { get; init; }

    public int LocalStart => PrefixLength == 0 ? NameStart : NameStart + PrefixLength + 1;

    public int LocalLength => NameStart + NameLength - LocalStart;
}
