using Meerkat.Parser.Stanzas;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Namespaces and the uniqueness of attributes, for the tags that need a look at either: those that declare something,
/// use a prefix or have a name that is not cached. Lives for one tag, on the turn of its scanner.
/// </summary>
internal ref struct XmlTagResolver(ReadOnlySpan<byte> unit, XmlScratch scratch, XmlLimits limits, StreamScope scope)
{
    private readonly ReadOnlySpan<byte> _unit = unit;
    private readonly XmlScratch _scratch = scratch;
    private readonly XmlLimits _limits = limits;
    private readonly StreamScope _scope = scope;

    /// <summary>True if the tag uses a prefix that only the stream header declares.</summary>
    public bool UsesStreamPrefix { get; private set; }

    /// <summary>True if the tag declares a content namespace that is not that of clients.</summary>
    public bool NamesServerContent { get; private set; }

    /// <summary>The innermost default namespace; as in <see cref="XmlOpenElement"/>.</summary>
    public int DefaultStart { get; set; }

    public int DefaultLength { get; set; }

    /// <summary>
    /// True if a default namespace of this many bytes may be one that must not be declared, or that forwarding has to know
    /// of. All others need no further look.
    /// </summary>
    public static bool IsNotableLength(int length) => length < 64 && (_notableLengths >> length & 1) != 0;

    private static readonly ulong _notableLengths =
        1UL << Namespaces.Xml.Length | 1UL << Namespaces.Xmlns.Length | 1UL << Namespaces.Server.Length |
        1UL << Namespaces.Component.Length;

    /// <summary>Binds the prefixes that the tag declares and resolves those it uses.</summary>
    public XmlError Resolve(ReadOnlySpan<byte> elementPrefix, XmlNameKind kinds)
    {
        if ((kinds & XmlNameKind.Uncached) != 0 && HasDuplicate())
            return XmlError.NotWellFormed;
        XmlError error = Declare();
        if (error != XmlError.None)
            return error;
        return (kinds & XmlNameKind.Prefixed) == 0 ? XmlError.None : ResolvePrefixes(elementPrefix);
    }

    private XmlError Declare()
    {
        foreach (ref readonly XmlAttributeSpan attribute in _scratch.Attributes)
        {
            if (!attribute.IsDeclaration)
                continue;
            ReadOnlySpan<byte> prefix = attribute.PrefixLength == 0
                ? default : _unit.Slice(attribute.LocalStart, attribute.LocalLength);
            XmlValue value = XmlValue.OfAttribute(_unit.Slice(attribute.ValueStart, attribute.ValueLength));
            if (!MayDeclare(prefix, value))
                return XmlError.NotWellFormed;
            NamesServerContent |= IsServerContent(value);
            if (prefix.IsEmpty)
                (DefaultStart, DefaultLength) = (attribute.ValueStart, attribute.ValueLength);
            else if (!prefix.SequenceEqual("xml"u8) && !TryBind(attribute))
                return XmlError.LimitExceeded;
        }

        return XmlError.None;
    }

    private readonly bool TryBind(in XmlAttributeSpan attribute)
    {
        if (_scratch.Bindings.Count >= _limits.MaxPrefixes)
            return false;
        _scratch.Bindings.Add(
            _unit, attribute.LocalStart, attribute.LocalLength, attribute.ValueStart, attribute.ValueLength);
        return true;
    }

    // RFC 6120 §4.8.3, XEP-0114 §3
    private static bool IsServerContent(scoped XmlValue ns) =>
        ns.Equals(Namespaces.Server) || ns.Equals(Namespaces.Component);

    // Namespaces 1.0 §3 (reserved prefixes and namespace names), §5 (a prefix cannot be undeclared).
    private static bool MayDeclare(ReadOnlySpan<byte> prefix, scoped XmlValue ns)
    {
        bool isXml = ns.Equals(Namespaces.Xml);
        if (prefix.SequenceEqual("xml"u8))
            return isXml;
        return !isXml && !ns.Equals(Namespaces.Xmlns) && !prefix.SequenceEqual("xmlns"u8) &&
            (prefix.IsEmpty || !ns.IsEmpty);
    }

    private XmlError ResolvePrefixes(ReadOnlySpan<byte> elementPrefix)
    {
        if (!elementPrefix.IsEmpty && !TryResolve(elementPrefix, out _))
            return XmlError.NotWellFormed;

        int prefixedCount = 0;
        Span<XmlAttributeSpan> attributes = _scratch.Attributes;
        Span<ulong> hashes = _scratch.Hashes;
        for (int i = 0; i < attributes.Length; i++)
        {
            hashes[i] = 0;
            if ((attributes[i].Kind & XmlNameKind.Prefixed) == 0)
                continue;
            prefixedCount++;
            if (!TryResolve(Prefix(attributes[i]), out XmlNamespace ns))
                return XmlError.NotWellFormed;
            hashes[i] = ns.Hash ^ XmlHash.Of(LocalName(attributes[i]));
        }

        return prefixedCount > 1 && HasExpandedDuplicate() ? XmlError.NotWellFormed : XmlError.None;
    }

    // XML 1.0 §3.1
    private readonly bool HasDuplicate()
    {
        Span<XmlAttributeSpan> attributes = _scratch.Attributes;
        Span<ulong> hashes = _scratch.Hashes;
        for (int i = 0; i < attributes.Length; i++)
        {
            hashes[i] = XmlHash.Of(Name(attributes[i]));
            for (int j = hashes[..i].IndexOf(hashes[i]); j >= 0 && j < i; j++)
            {
                if (Name(attributes[j]).SequenceEqual(Name(attributes[i])))
                    return true;
            }
        }

        return false;
    }

    // Namespaces 1.0 §6.3: two prefixes may stand for one namespace. Attributes without one have no namespace.
    private bool HasExpandedDuplicate()
    {
        Span<XmlAttributeSpan> attributes = _scratch.Attributes;
        Span<ulong> hashes = _scratch.Hashes;
        for (int i = 1; i < attributes.Length; i++)
        {
            if ((attributes[i].Kind & XmlNameKind.Prefixed) == 0)
                continue;
            for (int j = hashes[..i].IndexOf(hashes[i]); j >= 0 && j < i; j++)
            {
                if (AreSameExpanded(attributes[j], attributes[i]))
                    return true;
            }
        }

        return false;
    }

    private bool AreSameExpanded(scoped in XmlAttributeSpan left, scoped in XmlAttributeSpan right) =>
        (left.Kind & XmlNameKind.Prefixed) != 0 &&
        LocalName(left).SequenceEqual(LocalName(right)) &&
        TryResolve(Prefix(left), out XmlNamespace leftNamespace) &&
        TryResolve(Prefix(right), out XmlNamespace rightNamespace) &&
        leftNamespace.Name.Equals(rightNamespace.Name);

    private readonly ReadOnlySpan<byte> Name(scoped in XmlAttributeSpan attribute) =>
        _unit.Slice(attribute.NameStart, attribute.NameLength);

    private readonly ReadOnlySpan<byte> Prefix(scoped in XmlAttributeSpan attribute) =>
        _unit.Slice(attribute.NameStart, attribute.PrefixLength);

    private readonly ReadOnlySpan<byte> LocalName(scoped in XmlAttributeSpan attribute) =>
        _unit.Slice(attribute.LocalStart, attribute.LocalLength);

    private bool TryResolve(ReadOnlySpan<byte> prefix, out XmlNamespace ns)
    {
        if (_scratch.Bindings.TryResolve(_unit, prefix, out ns))
            return true;
        if (!_scope.TryResolve(prefix, out ns))
            return false;
        UsesStreamPrefix |= !prefix.SequenceEqual("xml"u8);
        return true;
    }
}
