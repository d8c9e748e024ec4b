using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Components;

/// <summary>
/// A stanza as it is written into a component's stream. Its default namespace is <c>jabber:component:accept</c>, so that
/// the same bytes mean the same there, but for a start tag that names <c>jabber:client</c>: that declaration is left out,
/// and children without one follow. The addresses are those that the stanza was routed by. Pure; allocates nothing, unless
/// the sender wrote the address of the component in an unusual way.
/// </summary>
internal static class ComponentOutbound
{
    public static ByteSegments Of(scoped in Stanza stanza)
    {
        var bytes = stanza.Bytes;
        var header = stanza.Header;
        var segments = default(ByteSegments);
        segments.Add(bytes[..header.NameEnd]);
        segments.Add(stanza.Stamp);
        var isAddressed = header.To.Raw.SequenceEqual(stanza.To.Utf8);
        if (!isAddressed) segments.Add(To(in stanza));

        var first = header.FromRange;
        var second = isAddressed ? default : header.ToRange;
        var third = header.NamespaceRange;
        if (IsBehind(first, second)) (first, second) = (second, first);
        if (IsBehind(second, third)) (second, third) = (third, second);
        if (IsBehind(first, second)) (first, second) = (second, first);

        var rest = header.NameEnd;
        rest = CutOut(ref segments, bytes, rest, first);
        rest = CutOut(ref segments, bytes, rest, second);
        rest = CutOut(ref segments, bytes, rest, third);
        segments.Add(bytes[rest..]);
        return segments;
    }

    private static bool IsBehind(Range one, Range other) => one.Start.Value > other.Start.Value;

    // An attribute that is not there has an empty range, in front of all others.
    private static int CutOut(ref ByteSegments segments, ReadOnlySpan<byte> bytes, int rest, Range attribute)
    {
        if (attribute.Equals(default)) return rest;

        segments.Add(bytes[rest..attribute.Start.Value]);
        return attribute.End.Value;
    }

    private static byte[] To(in Stanza stanza)
    {
        // The writer escapes; what it wrote behind the element name is what is wanted.
        var output = new ByteBuffer();
        var writer = new XmlWriter(output);
        writer.Start("x"u8);
        writer.Attribute("to"u8, stanza.To.Utf8);
        return output.WrittenSpan["<x".Length..].ToArray();
    }
}
