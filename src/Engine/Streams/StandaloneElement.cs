using System.Buffers;
using Meerkat.Engine.Net;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>Makes first-level elements of any stream such as stand alone in one of <c>jabber:client</c>. Pure.</summary>
internal static class StandaloneElement
{
    // An element's name ends at one of these; the scanner has seen to it that one is there.
    private static readonly SearchValues<byte> _nameEnds = SearchValues.Create(": \t\r\n/>"u8);

    /// <summary>The element that the scanner has just returned: as it is, or written anew.</summary>
    // Slow path: what leans on the stream header's declarations is written again so that it stands alone. So is a stanza
    // with a prefix of its own: whatever is made of a stanza relies on its plain name.
    public static ReadOnlySpan<byte> Of(
        ReadOnlySpan<byte> element, XmlStreamScanner scanner, ReadOnlySpan<byte> contentNamespace) =>
        scanner.NeedsRewriting(contentNamespace) || HasPrefix(element)
            ? Rewrite(new XmlElementReader(element, scanner.Scope), contentNamespace)
            : element;

    private static bool HasPrefix(ReadOnlySpan<byte> element)
    {
        var end = element.IndexOfAny(_nameEnds);
        return element[end] == ':';
    }

    private static ReadOnlySpan<byte> Rewrite(XmlElementReader element, ReadOnlySpan<byte> contentNamespace)
    {
        var standalone = new ByteBuffer();
        XmlRewriter.WriteStandalone(element, contentNamespace, standalone);
        return standalone.WrittenSpan;
    }
}
