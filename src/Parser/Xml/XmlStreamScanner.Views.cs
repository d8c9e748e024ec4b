using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <content>What the tags that a handler is told of look at.</content>
public sealed partial class XmlStreamScanner
{
    internal ref XmlAttributeSpan EndOfAttributes(out int count)
    {
        count = _scratch!.AttributeCount;
        return ref _scratch.PendingAttribute;
    }

    internal ReadOnlySpan<byte> NamespaceOf(ref byte unit, in XmlOpenElement element)
    {
        if (element.PrefixLength > 0)
            return Resolve(ref unit, element.Prefix(ref unit));
        (int start, int length) = element.Default;
        if (start == 0)
            return Scope.DefaultNamespace;
        ref byte first = ref Unsafe.Add(ref unit, start);
        return length >= 0
            ? MemoryMarshal.CreateReadOnlySpan(ref first, length)
            : XmlValue.OfAttribute(MemoryMarshal.CreateReadOnlySpan(ref first, ~length)).ToArray();
    }

    /// <summary>The namespace of a prefix that is known to be bound.</summary>
    internal ReadOnlySpan<byte> Resolve(ref byte unit, ReadOnlySpan<byte> prefix)
    {
        // All declarations in force stand in front of where the last start tag ends.
        ReadOnlySpan<byte> declared = MemoryMarshal.CreateReadOnlySpan(ref unit, _tagEnd);
        return _scratch!.Bindings.TryResolve(declared, prefix, out XmlValue ns) ? ns.ToSpan() : Scope.Resolve(prefix);
    }
}
