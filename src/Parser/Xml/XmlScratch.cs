namespace Meerkat.Parser.Xml;

/// <summary>
/// What a scanner needs only while an element is under way: open elements, namespace bindings, attributes of one tag.
/// Owned by one scanner at a time; lives in an <see cref="XmlScratchPool"/> otherwise.
/// </summary>
internal sealed class XmlScratch
{
    // The default XmlLimits allow 64 open elements and 64 attributes and declarations.
    private const int MaxKept = 64;

    // The usual stanza nests less than 8 deep and has less than 16 attributes a tag.
    private XmlOpenElement[] _open = new XmlOpenElement[8];
    private XmlAttributeSpan[] _attributes = new XmlAttributeSpan[16];
    private ulong[] _hashes = [];

    public XmlNamespaceBindings Bindings { get; } = new();

    /// <summary>
    /// Null while the scanner waits for the rest of an element: it is what makes a scratch big, and it is not of the stream.
    /// </summary>
    public XmlNameCache? Names { get; set; }

    /// <summary>The number of open elements, the root of the stream not counted.</summary>
    public int Depth { get; private set; }

    public int AttributeCount { get; private set; }

    public Span<XmlAttributeSpan> Attributes => _attributes.AsSpan(0, AttributeCount);

    /// <summary>Room for a hash for each attribute.</summary>
    public Span<ulong> Hashes
    {
        get
        {
            if (_hashes.Length < AttributeCount)
                _hashes = new ulong[_attributes.Length];
            return _hashes.AsSpan(0, AttributeCount);
        }
    }

    /// <summary>True if a rare element has made the tables too big to be kept.</summary>
    public bool IsOversized =>
        Bindings.Capacity > MaxKept || _open.Length > MaxKept || _attributes.Length > MaxKept;

    public ref readonly XmlOpenElement Innermost => ref _open[Depth - 1];

    public void Push(in XmlOpenElement element)
    {
        XmlOpenElement[] open = _open;
        if ((uint)Depth >= (uint)open.Length)
            open = Grow(ref _open);
        open[Depth++] = element;
    }

    public void Pop()
    {
        Depth--;
        int bindingCount = _open[Depth].BindingCount;
        if (Bindings.Count > bindingCount)
            Bindings.Truncate(bindingCount);
    }

    public void Add(in XmlAttributeSpan attribute)
    {
        XmlAttributeSpan[] attributes = _attributes;
        if ((uint)AttributeCount >= (uint)attributes.Length)
            attributes = Grow(ref _attributes);
        attributes[AttributeCount++] = attribute;
    }

    public void ClearAttributes() => AttributeCount = 0;

    public void Clear()
    {
        Depth = 0;
        AttributeCount = 0;
        Bindings.Truncate(0);
    }

    private static T[] Grow<T>(ref T[] table)
    {
        Array.Resize(ref table, table.Length * 2);
        return table;
    }
}

/// <summary>An element whose end tag is still to come; offsets into its unit.</summary>
/// <param name="NameStart">Where its qualified name begins.</param>
/// <param name="NameLength">The bytes of that name.</param>
/// <param name="PrefixLength">The bytes of its prefix, 0 without.</param>
/// <param name="BindingCount">The namespace bindings in force around it.</param>
/// <param name="DefaultStart">
/// Where the default namespace begins that is declared by it or around it; 0 if that is left to the stream header.
/// </param>
/// <param name="DefaultLength">The bytes of that namespace as it is declared.</param>
internal readonly record struct XmlOpenElement(
    int NameStart, int NameLength, int PrefixLength, int BindingCount, int DefaultStart, int DefaultLength);

/// <summary>One attribute of the tag being parsed; offsets into its unit.</summary>
/// <param name="NameStart">Where its qualified name begins.</param>
/// <param name="NameLength">The bytes of its qualified name.</param>
/// <param name="PrefixLength">The bytes of its prefix, 0 without.</param>
/// <param name="ValueStart">Where its value begins, behind the quote.</param>
/// <param name="ValueLength">The bytes of its value.</param>
/// <param name="Kind">What its name and value ask for.</param>
internal readonly record struct XmlAttributeSpan(
    int NameStart, int NameLength, int PrefixLength, int ValueStart, int ValueLength, XmlNameKind Kind)
{
    public int LocalStart => PrefixLength == 0 ? NameStart : NameStart + PrefixLength + 1;

    public int LocalLength => NameStart + NameLength - LocalStart;

    public bool IsDeclaration => (Kind & (XmlNameKind.DefaultDeclaration | XmlNameKind.PrefixDeclaration)) != 0;
}
