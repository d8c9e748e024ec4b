namespace Meerkat.Parser.Xml;

/// <content>What the tags that a handler is told of look at.</content>
public sealed partial class XmlStreamScanner
{
    internal ReadOnlySpan<XmlAttributeSpan> Attributes => _scratch!.Attributes;

    internal ReadOnlySpan<byte> NamespaceOf(ReadOnlySpan<byte> unit, in XmlOpenElement element)
    {
        if (element.PrefixLength > 0)
            return Resolve(unit, element.Prefix(unit));
        (int start, int length) = element.Default;
        if (start == 0)
            return Scope.DefaultNamespace;
        return length >= 0 ? unit.Slice(start, length) : XmlValue.OfAttribute(unit.Slice(start, ~length)).ToArray();
    }

    /// <summary>The namespace of a prefix that is known to be bound.</summary>
    internal ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> unit, ReadOnlySpan<byte> prefix) =>
        _scratch!.Bindings.TryResolve(unit, prefix, out XmlValue ns) ? ns.ToSpan() : Scope.Resolve(prefix);
}
