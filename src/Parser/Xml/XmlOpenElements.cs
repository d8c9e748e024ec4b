namespace Meerkat.Parser.Xml;

/// <summary>The names of elements that a scanner has open. On the turn of the scanner.</summary>
internal static class XmlOpenElements
{
    public static ReadOnlySpan<byte> LocalName(ReadOnlySpan<byte> unit, in XmlOpenElement element)
    {
        int start = element.PrefixLength == 0 ? 0 : element.PrefixLength + 1;
        return unit.Slice(element.NameStart + start, element.NameLength - start);
    }

    public static ReadOnlySpan<byte> Prefix(ReadOnlySpan<byte> unit, in XmlOpenElement element) =>
        unit.Slice(element.NameStart, element.PrefixLength);

    /// <summary>The namespace of the innermost element.</summary>
    public static ReadOnlySpan<byte> Namespace(ReadOnlySpan<byte> unit, XmlScratch scratch, StreamScope scope)
    {
        ref readonly XmlOpenElement element = ref scratch.Innermost;
        if (element.PrefixLength > 0)
            return Resolve(unit, Prefix(unit, element), scratch, scope);
        return element.DefaultStart == 0
            ? scope.DefaultNamespace
            : XmlValue.OfAttribute(unit.Slice(element.DefaultStart, element.DefaultLength)).ToSpan();
    }

    /// <summary>The namespace of a prefix that is known to be bound.</summary>
    public static ReadOnlySpan<byte> Resolve(
        ReadOnlySpan<byte> unit, ReadOnlySpan<byte> prefix, XmlScratch scratch, StreamScope scope) =>
        scratch.Bindings.TryResolve(unit, prefix, out XmlNamespace ns) ? ns.Name.ToSpan() : scope.Resolve(prefix);
}
