using System.Text;
using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Headers and short ways to scan, shared by the tests of the parser.</summary>
internal static class Samples
{
    public const string Header =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string String(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary>A scanner that has read a stream header.</summary>
    public static XmlStreamScanner Opened(
        string header = Header, XmlLimits? limits = null, XmlScratchPool? pool = null)
    {
        var scanner = new XmlStreamScanner(limits ?? XmlLimits.Default, pool);
        byte[] bytes = Utf8(header);
        XmlScanResult result = scanner.Scan(bytes);
        Xunit.Assert.Equal(new XmlScanResult(XmlScanStatus.StreamHeader, 0, bytes.Length), result);
        return scanner;
    }

    /// <summary>Why the scanner refuses a piece of an open stream, or None.</summary>
    public static XmlError ErrorOf(string content, string header = Header)
    {
        XmlStreamScanner scanner = Opened(header);
        ReadOnlySpan<byte> rest = Utf8(content);
        while (true)
        {
            XmlScanResult result = scanner.Scan(rest);
            if (result.Status is XmlScanStatus.Error or XmlScanStatus.NeedMore)
                return scanner.Error;
            rest = rest[result.Consumed..];
        }
    }

    /// <summary>A view of an element that the scanner accepts, with the scope of its header.</summary>
    public static XmlElementReader Read(string element, string header = Header)
    {
        XmlStreamScanner scanner = Opened(header);
        byte[] bytes = Utf8(element);
        Xunit.Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, bytes.Length), scanner.Scan(bytes));
        return new XmlElementReader(bytes, scanner.Scope);
    }
}
