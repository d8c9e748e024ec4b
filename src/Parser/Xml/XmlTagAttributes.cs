using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <summary>The attributes of an <see cref="XmlStartTag"/>: <c>foreach (XmlTagAttribute attribute in tag.Attributes)</c>.</summary>
public ref struct XmlTagAttributes
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly XmlStreamScanner _scanner;
    private readonly ReadOnlySpan<XmlAttributeSpan> _attributes;
    private int _index = -1;

    internal XmlTagAttributes(ReadOnlySpan<byte> unit, XmlStreamScanner scanner)
    {
        _unit = unit;
        _scanner = scanner;
        _attributes = scanner.Attributes;
    }

    public readonly XmlTagAttribute Current => new(_unit, in _attributes[_index], _scanner);

    public bool MoveNext() => ++_index < _attributes.Length;

    public readonly XmlTagAttributes GetEnumerator() => this;
}

/// <summary>One attribute of an <see cref="XmlStartTag"/>.</summary>
public readonly ref struct XmlTagAttribute
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly ref readonly XmlAttributeSpan _span;
    private readonly XmlStreamScanner _scanner;

    internal XmlTagAttribute(ReadOnlySpan<byte> unit, ref readonly XmlAttributeSpan span, XmlStreamScanner scanner)
    {
        _unit = unit;
        _span = ref span;
        _scanner = scanner;
    }

    public ReadOnlySpan<byte> LocalName => Slice(_span.LocalStart, _span.LocalLength);

    public ReadOnlySpan<byte> Prefix => Slice(_span.NameStart, _span.PrefixLength);

    /// <inheritdoc cref="XmlAttribute.Namespace"/>
    public ReadOnlySpan<byte> Namespace
    {
        get
        {
            if (IsNamespaceDeclaration)
                return Stanzas.Namespaces.Xmlns;
            return _span.PrefixLength == 0 ? default : _scanner.Resolve(_unit, Prefix);
        }
    }

    public bool IsNamespaceDeclaration => _span.IsDeclaration;

    public XmlValue Value => NeedsUnescape ? XmlValue.OfAttribute(RawValue) : XmlValue.OfResolved(RawValue);

    /// <summary>The bytes between the quotes.</summary>
    public ReadOnlySpan<byte> RawValue => Slice(_span.ValueStart, _span.ValueLength);

    /// <summary>True if the value is not simply <see cref="RawValue"/>.</summary>
    public bool NeedsUnescape => (_span.Kind & XmlNameKind.NeedsUnescape) != 0;

    // The offsets are the scanner's own and need no check.
    private ReadOnlySpan<byte> Slice(int start, int length) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(_unit), start), length);
}
