using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// What a scanner needs only while an element is under way: open elements, namespace bindings, attributes of one tag.
/// Owned by one scanner at a time; lives in an <see cref="XmlScratchPool"/> otherwise.
/// </summary>
internal sealed class XmlScratch : XmlPooled
{
    // The default XmlLimits allow 64 open elements and 64 attributes and declarations.
    private const int MaxKept = 64;

    // The usual stanza nests less than 8 deep and has less than 16 attributes a tag. The first entry stands for the root of
    // the stream, the one behind the innermost element is being parsed.
    private XmlOpenElement[] _open = new XmlOpenElement[8];
    private XmlAttributeSpan[] _attributes = new XmlAttributeSpan[16];
    private ulong[] _hashes = [];

    public XmlNamespaceBindings Bindings { get; } = new();

    /// <summary>
    /// Null at first, and while the scanner waits for the rest of an element if too many do: it is what makes a scratch big.
    /// </summary>
    public XmlNameCache? Names { get; set; }

    /// <summary>The number of open elements, the root of the stream not counted.</summary>
    public int Depth { get; private set; }

    public int AttributeCount { get; private set; }

    /// <summary>What the names of the tag being parsed ask for.</summary>
    public XmlNameKind Kinds { get; set; }

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

    // Invariant: Depth < _open.Length, and so for the element being parsed, since BeginElement makes room for it.
    public ref readonly XmlOpenElement Innermost =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_open), Depth);

    /// <summary>The element whose start tag is being parsed.</summary>
    public ref XmlOpenElement Pending =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_open), Depth + 1);

    /// <summary>False if <see cref="BeginElement"/> would have to make room.</summary>
    public bool HasRoomForElement => Depth + 1 < _open.Length;

    /// <summary>Begins a start tag; its element inherits the default namespace.</summary>
    public ref XmlOpenElement BeginElement()
    {
        if (!HasRoomForElement)
            Grow(ref _open);
        return ref PrepareElement();
    }

    /// <summary>As <see cref="BeginElement"/>, if there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref XmlOpenElement PrepareElement()
    {
        AttributeCount = 0;
        ref XmlOpenElement parent = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_open), Depth);
        ref XmlOpenElement element = ref Unsafe.Add(ref parent, 1);
        element.Default = parent.Default;
        element.BindingCount = Bindings.Count;
        return ref element;
    }

    public void OpenElement() => Depth++;

    public void CloseElement()
    {
        int bindingCount = Innermost.BindingCount;
        Depth--;
        if (Bindings.Count > bindingCount)
            Bindings.Truncate(bindingCount);
    }

    /// <summary>The next attribute of the tag, to be filled in before <see cref="AddAttribute"/>.</summary>
    public ref XmlAttributeSpan NextAttribute()
    {
        if (AttributeCount >= _attributes.Length)
            Grow(ref _attributes);
        return ref PendingAttribute;
    }

    /// <summary>As <see cref="NextAttribute"/>, if there is room.</summary>
    public ref XmlAttributeSpan PendingAttribute =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_attributes), AttributeCount);

    public int AttributeCapacity => _attributes.Length;

    public void AddAttribute() => AttributeCount++;

    public void Clear()
    {
        Depth = 0;
        AttributeCount = 0;
        Bindings.Truncate(0);
    }

    private static void Grow<T>(ref T[] table) => Array.Resize(ref table, table.Length * 2);
}
