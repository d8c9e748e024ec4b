namespace Meerkat.Parser.Xml;

/// <summary>One attribute as it stands in the start tag.</summary>
public readonly ref struct XmlAttribute
{
    private readonly XmlElementReader _element;

    internal XmlAttribute(XmlElementReader element, ReadOnlySpan<byte> name, ReadOnlySpan<byte> rawValue)
    {
        _element = element;
        Name = name;
        RawValue = rawValue;
    }

    public ReadOnlySpan<byte> Prefix => Name[..Math.Max(0, Name.IndexOf((byte)':'))];

    public ReadOnlySpan<byte> LocalName => Name[(Name.IndexOf((byte)':') + 1)..];

    /// <summary>
    /// The namespace of a prefixed attribute; empty for one without a prefix. Allocates only if its declaration has
    /// references in it.
    /// </summary>
    public ReadOnlySpan<byte> Namespace
    {
        get
        {
            if (IsNamespaceDeclaration)
                return Stanzas.Namespaces.Xmlns;
            ReadOnlySpan<byte> prefix = Prefix;
            return prefix.IsEmpty ? default : _element.ResolvePrefix(prefix).ToSpan();
        }
    }

    public bool IsNamespaceDeclaration =>
        Name.StartsWith("xmlns"u8) && (Name.Length == 5 || Name[5] == ':');

    public XmlValue Value => XmlValue.OfAttribute(RawValue);

    /// <summary>The name with its prefix.</summary>
    internal ReadOnlySpan<byte> Name { get; }

    private ReadOnlySpan<byte> RawValue { get; }
}
