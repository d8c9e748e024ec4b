namespace Meerkat.Parser.Xml;

/// <summary>
/// One attribute of the tag being parsed; offsets into its unit. Mutable, since it is filled in while it is parsed.
/// </summary>
internal struct XmlAttributeSpan
{
    /// <summary>Where its qualified name begins.</summary>
    public int NameStart;

    /// <summary>The bytes of its qualified name.</summary>
    public int NameLength;

    /// <summary>The bytes of its prefix, 0 without.</summary>
    public int PrefixLength;

    /// <summary>Where its value begins, behind the quote.</summary>
    public int ValueStart;

    /// <summary>The bytes of its value.</summary>
    public int ValueLength;

    /// <summary>What its name and value ask for.</summary>
    public XmlNameKind Kind;

    public readonly int LocalStart => PrefixLength == 0 ? NameStart : NameStart + PrefixLength + 1;

    public readonly int LocalLength => PrefixLength == 0 ? NameLength : NameLength - PrefixLength - 1;

    public readonly ReadOnlySpan<byte> LocalName(ReadOnlySpan<byte> unit) => unit.Slice(LocalStart, LocalLength);

    public readonly XmlValue Value(ReadOnlySpan<byte> unit)
    {
        ReadOnlySpan<byte> raw = unit.Slice(ValueStart, ValueLength);
        return (Kind & XmlNameKind.NeedsUnescape) == 0 ? XmlValue.OfResolved(raw) : XmlValue.OfAttribute(raw);
    }

    public readonly bool IsDeclaration => (Kind & (XmlNameKind.DefaultDeclaration | XmlNameKind.PrefixDeclaration)) != 0;
}
