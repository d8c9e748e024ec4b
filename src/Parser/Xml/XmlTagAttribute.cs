using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Parser.Xml;

/// <summary>One attribute of an <see cref="XmlStartTag"/>.</summary>
public readonly ref struct XmlTagAttribute
{
    // As in XmlStartTag.
    private readonly ref byte _unit;
    private readonly ref readonly XmlAttributeSpan _span;
    private readonly XmlStreamScanner _scanner;

    internal XmlTagAttribute(ref byte unit, ref readonly XmlAttributeSpan span, XmlStreamScanner scanner)
    {
        _unit = ref unit;
        _span = ref span;
        _scanner = scanner;
    }

    /// <inheritdoc cref="XmlStartTag.Name"/>
    public ReadOnlySpan<byte> Name => Slice(_span.NameStart, _span.NameLength);

    public ReadOnlySpan<byte> LocalName => Slice(_span.LocalStart, _span.LocalLength);

    public ReadOnlySpan<byte> Prefix => Slice(_span.NameStart, _span.PrefixLength);

    /// <inheritdoc cref="XmlAttribute.Namespace"/>
    public ReadOnlySpan<byte> Namespace
    {
        get
        {
            if ((_span.Kind & ~XmlNameKind.NeedsUnescape) == XmlNameKind.Plain)
                return _span.PrefixLength == 0 ? default : Namespaces.Xml;
            return IsNamespaceDeclaration ? Namespaces.Xmlns : _scanner.Resolve(ref _unit, Prefix);
        }
    }

    public bool IsNamespaceDeclaration => _span.IsDeclaration;

    public XmlValue Value => NeedsUnescape ? XmlValue.OfAttribute(RawValue) : XmlValue.OfResolved(RawValue);

    /// <summary>The bytes between the quotes.</summary>
    public ReadOnlySpan<byte> RawValue => Slice(_span.ValueStart, _span.ValueLength);

    /// <summary>True if the value is not simply <see cref="RawValue"/>.</summary>
    public bool NeedsUnescape => (_span.Kind & XmlNameKind.NeedsUnescape) != 0;

    private ReadOnlySpan<byte> Slice(int start, int length) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _unit, start), length);
}
