using Meerkat.Engine.Net;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Admin;

/// <summary>Reads an element that an administrator wrote, by the rules and limits that clients are held to. Pure.</summary>
internal static class XmlArgument
{
    private static ReadOnlySpan<byte> Header =>
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"u8;

    /// <summary>The element with all its namespaces declared in it; false unless there is one, and only whitespace around it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> xml, out byte[]? element)
    {
        element = null;
        var trimmed = xml.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty) return false;

        ReadOnlySpan<byte> stream = [.. Header, .. trimmed];
        var scanner = new XmlStreamScanner(XmlLimits.Default);
        var offset = scanner.Scan(stream).Consumed;
        var result = scanner.Scan(stream[offset..]);
        if (result.Status != XmlScanStatus.Element || offset + result.Consumed != stream.Length) return false;

        var output = new ByteBuffer();
        var reader = new XmlElementReader(stream[(offset + result.Start)..], scanner.Scope);
        XmlRewriter.WriteStandalone(reader, Namespaces.Client, output);
        element = output.WrittenSpan.ToArray();
        return true;
    }
}
