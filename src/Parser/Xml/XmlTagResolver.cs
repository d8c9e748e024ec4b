using System.Runtime.InteropServices;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Namespaces and the uniqueness of attributes, for the tags that need a look at either: those that declare something,
/// use a prefix or have a name that is not cached. Lives for one tag, on the turn of its scanner.
/// </summary>
internal ref struct XmlTagResolver(ReadOnlySpan<byte> unit, XmlScratch scratch, XmlLimits limits, StreamScope scope)
{
    private static readonly ulong _notableLengths =
        1UL << Namespaces.Server.Length | 1UL << Namespaces.Component.Length |
        1UL << Namespaces.Xmlns.Length | 1UL << Namespaces.Xml.Length;

    private readonly ReadOnlySpan<byte> _unit = unit;
    private readonly XmlScratch _scratch = scratch;
    private readonly XmlLimits _limits = limits;
    private readonly StreamScope _scope = scope;

    /// <summary>True if the tag uses a prefix that only the stream header declares.</summary>
    public bool UsesStreamPrefix { get; private set; }

    /// <summary>True if the tag declares a content namespace that is not that of clients.</summary>
    public bool NamesServerContent { get; private set; }

    /// <summary>
    /// True for a namespace that must not be declared as the default one, or that forwarding has to know of. Declarations of
    /// all others need no further look.
    /// </summary>
    // The length is looked up, since lengths vary too much to branch on each (perf parser).
    public static bool IsNotable(ReadOnlySpan<byte> ns) =>
        ns.Length < 64 && (_notableLengths >> ns.Length & 1) != 0 &&
        (ns.SequenceEqual(Namespaces.Server) || ns.SequenceEqual(Namespaces.Component) ||
        ns.SequenceEqual(Namespaces.Xmlns) || ns.SequenceEqual(Namespaces.Xml));

    /// <summary>Binds the prefixes that the tag declares and resolves those it uses.</summary>
    public XmlError Resolve(XmlNameKind kinds)
    {
        if ((kinds & XmlNameKind.Uncached) != 0 && HasDuplicate())
            return XmlError.NotWellFormed;
        XmlError error = Declare();
        if (error != XmlError.None)
            return error;
        return (kinds & XmlNameKind.Prefixed) == 0
            ? XmlError.None
            : ResolvePrefixes(_scratch.Pending.Prefix(ref MemoryMarshal.GetReference(_unit)));
    }

    private XmlError Declare()
    {
        foreach (ref readonly XmlAttributeSpan attribute in _scratch.Attributes)
        {
            if (!attribute.IsDeclaration)
                continue;
            ReadOnlySpan<byte> prefix = attribute.PrefixLength == 0
                ? default : attribute.LocalName(_unit);
            XmlValue value = attribute.Value(_unit);
            if (value.NeedsUnescape || IsNotable(value.Raw) || value.Raw.IsEmpty || prefix.StartsWith("xml"u8))
            {
                if (!MayDeclare(prefix, value))
                    return XmlError.NotWellFormed;
                NamesServerContent |= IsServerContent(value);
            }

            if (prefix.IsEmpty)
                _scratch.Pending.Default = new XmlDefaultNamespace(
                    attribute.ValueStart, value.NeedsUnescape ? ~attribute.ValueLength : attribute.ValueLength);
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
        foreach (ref readonly XmlAttributeSpan attribute in _scratch.Attributes)
        {
            if ((attribute.Kind & XmlNameKind.Prefixed) == 0)
                continue;
            prefixedCount++;
            if (!TryResolve(Prefix(attribute), out _))
                return XmlError.NotWellFormed;
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
            for (int j = 0; j < i; j++)
            {
                if (hashes[j] == hashes[i] && Name(attributes[j]).SequenceEqual(Name(attributes[i])))
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
        for (int i = 0; i < attributes.Length; i++)
        {
            hashes[i] = 0;
            if ((attributes[i].Kind & XmlNameKind.Prefixed) == 0)
                continue;
            hashes[i] = HashOf(Prefix(attributes[i])) ^ XmlHash.Of(LocalName(attributes[i]));
            for (int j = 0; j < i; j++)
            {
                if (hashes[j] == hashes[i] && AreSameExpanded(attributes[j], attributes[i]))
                    return true;
            }
        }

        return false;
    }

    private bool AreSameExpanded(scoped in XmlAttributeSpan left, scoped in XmlAttributeSpan right) =>
        (left.Kind & XmlNameKind.Prefixed) != 0 &&
        LocalName(left).SequenceEqual(LocalName(right)) &&
        TryResolve(Prefix(left), out XmlValue leftNamespace) &&
        TryResolve(Prefix(right), out XmlValue rightNamespace) &&
        leftNamespace.Equals(rightNamespace);

    private readonly ulong HashOf(ReadOnlySpan<byte> prefix) =>
        _scratch.Bindings.TryHash(_unit, prefix, out ulong hash) ? hash : XmlHash.Of(_scope.Resolve(prefix));

    private readonly ReadOnlySpan<byte> Name(scoped in XmlAttributeSpan attribute) =>
        _unit.Slice(attribute.NameStart, attribute.NameLength);

    private readonly ReadOnlySpan<byte> Prefix(scoped in XmlAttributeSpan attribute) =>
        _unit.Slice(attribute.NameStart, attribute.PrefixLength);

    private readonly ReadOnlySpan<byte> LocalName(scoped in XmlAttributeSpan attribute) => attribute.LocalName(_unit);

    private bool TryResolve(ReadOnlySpan<byte> prefix, out XmlValue ns)
    {
        if (_scratch.Bindings.TryResolve(_unit, prefix, out ns))
            return true;
        if (!_scope.TryResolve(prefix, out ReadOnlySpan<byte> outside))
            return false;
        ns = XmlValue.OfResolved(outside);
        UsesStreamPrefix |= !prefix.SequenceEqual("xml"u8);
        return true;
    }
}
