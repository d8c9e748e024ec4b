using Meerkat.Parser.Stanzas;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Checks one whole tag of a unit: names, attributes, references, namespaces. Its bytes are known to be legal
/// characters. Lives for one tag, on the turn of its scanner.
/// </summary>
internal ref struct XmlTagParser(ReadOnlySpan<byte> unit, XmlScratch scratch, XmlLimits limits, StreamScope scope)
{
    private readonly ReadOnlySpan<byte> _unit = unit;
    private readonly XmlScratch _scratch = scratch;
    private readonly XmlLimits _limits = limits;
    private readonly StreamScope _scope = scope;
    private int _position;
    private int _end;

    /// <summary>True for <c>&lt;name/&gt;</c>.</summary>
    public bool IsEmptyElement { get; private set; }

    /// <summary>True if the tag uses a prefix that only the stream header declares.</summary>
    public bool UsesStreamPrefix { get; private set; }

    /// <summary>True if the element is in the default namespace of the stream header.</summary>
    public bool UsesStreamDefault { get; private set; }

    /// <summary>True if the tag declares a content namespace that is not that of clients.</summary>
    public bool NamesServerContent { get; private set; }

    /// <summary>The element, to be put on the stack of open elements.</summary>
    public XmlOpenElement Element { get; private set; }

    /// <summary>Checks the start tag between its '&lt;' and its '&gt;' and binds the prefixes it declares.</summary>
    public XmlError ParseStartTag(int start, int end)
    {
        _position = start + 1;
        _end = end;
        _scratch.ClearAttributes();
        int bindingCount = _scratch.Bindings.Count;
        bool hasDefault = _scratch.Depth > 0 && _scratch.Innermost.HasDefault;

        XmlError error = ParseName(out int nameLength, out int prefixLength);
        if (error == XmlError.None)
            error = ParseAttributes();
        if (error == XmlError.None && XmlAttributeChecks.HasDuplicate(_unit, _scratch.Attributes))
            error = XmlError.NotWellFormed;
        if (error == XmlError.None)
            error = Declare(ref hasDefault);
        if (error != XmlError.None)
            return error;

        Element = new XmlOpenElement(start + 1, nameLength, bindingCount, hasDefault);
        UsesStreamDefault = prefixLength == 0 && !hasDefault;
        return ResolvePrefixes(_unit.Slice(start + 1, prefixLength));
    }

    /// <summary>Checks the end tag between its '&lt;' and its '&gt;' against the name it must have.</summary>
    public static bool IsEndTag(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = tag["</".Length..];
        return rest.StartsWith(name) && XmlChars.SkipWhiteSpace(rest, name.Length) == rest.Length;
    }

    private XmlError ParseName(out int length, out int prefixLength)
    {
        int start = _position;
        int colon = -1;
        bool isAscii = true;
        while (true)
        {
            byte value = _unit[_position];
            if (value == ':' && colon < 0)
                colon = _position;
            else if (!XmlChars.MayContinueName(value))
                break;
            isAscii &= value < 0x80;
            _position++;
        }

        length = _position - start;
        prefixLength = colon < 0 ? 0 : colon - start;
        if (length > _limits.MaxNameBytes)
            return XmlError.LimitExceeded;
        return IsQualifiedName(_unit.Slice(start, length), colon < 0 ? -1 : colon - start, isAscii)
            ? XmlError.None : XmlError.NotWellFormed;
    }

    // QName (Namespaces 1.0 §4) of bytes that may all stand within a name.
    private static bool IsQualifiedName(ReadOnlySpan<byte> name, int colon, bool isAscii)
    {
        if (!isAscii)
            return (colon < 0 || XmlChars.IsNCName(name[..colon])) && XmlChars.IsNCName(name[(colon + 1)..]);
        if (name.IsEmpty || !XmlChars.MayStartName(name[0]))
            return false;
        return colon < 0 || (colon + 1 < name.Length && XmlChars.MayStartName(name[colon + 1]));
    }

    private XmlError ParseAttributes()
    {
        while (true)
        {
            int behind = _position;
            _position = XmlChars.SkipWhiteSpace(_unit, _position);
            if (_position == _end)
                return XmlError.None;
            if (_unit[_position] == '/')
            {
                IsEmptyElement = true;
                return _position + 1 == _end ? XmlError.None : XmlError.NotWellFormed;
            }

            if (_position == behind)
                return XmlError.NotWellFormed;
            XmlError error = ParseAttribute();
            if (error != XmlError.None)
                return error;
        }
    }

    private XmlError ParseAttribute()
    {
        int start = _position;
        XmlError error = ParseName(out int nameLength, out int prefixLength);
        if (error != XmlError.None)
            return error;

        _position = XmlChars.SkipWhiteSpace(_unit, _position);
        if (_unit[_position] != '=')
            return XmlError.NotWellFormed;
        _position = XmlChars.SkipWhiteSpace(_unit, _position + 1);
        byte quote = _unit[_position];
        if (quote is not ((byte)'\'' or (byte)'"'))
            return XmlError.NotWellFormed;

        // The closing quote is there: the search for the tag's end went through the same quotes.
        int valueStart = _position + 1;
        int valueLength = _unit[valueStart.._end].IndexOf(quote);
        _position = valueStart + valueLength + 1;
        _scratch.Add(new XmlTagAttribute(start, prefixLength, nameLength, valueStart, valueLength));
        return _scratch.AttributeCount > _limits.MaxAttributes
            ? XmlError.LimitExceeded
            : XmlReferences.CheckAll(_unit.Slice(valueStart, valueLength));
    }

    private XmlError Declare(ref bool hasDefault)
    {
        foreach (ref readonly XmlTagAttribute attribute in _scratch.Attributes)
        {
            if (!IsDeclaration(attribute))
                continue;
            ReadOnlySpan<byte> prefix = attribute.PrefixLength == 0
                ? default : _unit.Slice(attribute.LocalStart, attribute.LocalLength);
            XmlValue value = XmlValue.OfAttribute(_unit.Slice(attribute.ValueStart, attribute.ValueLength));
            if (!MayDeclare(prefix, value))
                return XmlError.NotWellFormed;
            NamesServerContent |= IsServerContent(value);
            if (prefix.IsEmpty)
                hasDefault = true;
            else if (!prefix.SequenceEqual("xml"u8))
                _scratch.Bindings.Add(
                    _unit, attribute.LocalStart, attribute.LocalLength, attribute.ValueStart, attribute.ValueLength);
        }

        return XmlError.None;
    }

    private readonly bool IsDeclaration(in XmlTagAttribute attribute)
    {
        int length = attribute.PrefixLength == 0 ? attribute.NameLength : attribute.PrefixLength;
        return length == 5 && _unit.Slice(attribute.NameStart, 5).SequenceEqual("xmlns"u8);
    }

    // RFC 6120 §4.8.3, XEP-0114 §3
    private static bool IsServerContent(scoped XmlValue ns) =>
        ns.Equals(Namespaces.Server) || ns.Equals("jabber:component:accept"u8);

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
        foreach (ref XmlTagAttribute attribute in _scratch.Attributes)
        {
            if (attribute.PrefixLength == 0 || IsDeclaration(attribute))
                continue;
            prefixedCount++;
            if (!TryResolve(_unit.Slice(attribute.NameStart, attribute.PrefixLength), out XmlNamespace ns))
                return XmlError.NotWellFormed;
            attribute = attribute with { NamespaceHash = ns.Hash };
        }

        return prefixedCount > 1 && HasExpandedDuplicate() ? XmlError.NotWellFormed : XmlError.None;
    }

    // Namespaces 1.0 §6.3. Attributes without a prefix cannot be equal here: that would have been found before.
    private bool HasExpandedDuplicate()
    {
        Span<XmlTagAttribute> attributes = _scratch.Attributes;
        for (int i = 1; i < attributes.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (attributes[i].NamespaceHash == attributes[j].NamespaceHash &&
                    attributes[i].LocalLength == attributes[j].LocalLength &&
                    AreSameExpanded(attributes[i], attributes[j]))
                    return true;
            }
        }

        return false;
    }

    private bool AreSameExpanded(in XmlTagAttribute left, in XmlTagAttribute right)
    {
        if (left.NamespaceHash == 0 ||
            !_unit.Slice(left.LocalStart, left.LocalLength).SequenceEqual(_unit.Slice(right.LocalStart, right.LocalLength)))
            return false;
        return TryResolve(_unit.Slice(left.NameStart, left.PrefixLength), out XmlNamespace leftNamespace) &&
            TryResolve(_unit.Slice(right.NameStart, right.PrefixLength), out XmlNamespace rightNamespace) &&
            leftNamespace.Name.Equals(rightNamespace.Name);
    }

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
