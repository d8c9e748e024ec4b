using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Nothing is examined twice. A long token is fed byte by byte, and what the scanner has seen of it is overwritten with
/// an illegal byte before the next call: had it looked there again, it would refuse the stream. So the work for a token
/// is linear in its length however it arrives.
/// </summary>
public sealed class XmlStreamScannerResumeTests
{
    private const byte Illegal = 0;

    // "]]>" in text is found by the two bytes in front of '>'; the end of a CDATA section is looked for from two back.
    private const int BytesKept = 2;

    [Theory]
    [InlineData("<a>", "</a>")]
    [InlineData("<a b='", "'/>")]
    [InlineData("<a b=\"", "\"/>")]
    [InlineData("<a ", "='1'/>")]
    [InlineData("<a><![CDATA[", "]]></a>")]
    [InlineData("<a>&#x0", "41;</a>")]
    public void Long_token_is_examined_once(string before, string after)
    {
        const int Length = 100_000;
        char filler = before.EndsWith('0') ? '0' : 'n';
        byte[] input = Samples.Utf8(before + new string(filler, Length) + after);
        byte[] poisoned = [.. input];
        XmlStreamScanner scanner = Samples.Opened(limits: new XmlLimits { MaxNameBytes = 2 * Length, MaxValueBytes = 2 * Length });

        for (int end = 1; end < before.Length + Length; end++)
        {
            Assert.Equal(XmlScanStatus.NeedMore, scanner.Scan(poisoned.AsSpan(..end)).Status);
            if (end - BytesKept > before.Length)
                poisoned[end - BytesKept - 1] = Illegal;
        }

        // The tag or reference itself is read once, when its end is there.
        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, input.Length), scanner.Scan(input));
    }

    [Fact]
    public void Finished_children_are_not_examined_again()
    {
        const string Child = "<b c='d'>&amp;e<f/></b>";
        byte[] input = Samples.Utf8("<a>" + Child + "</a>");
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(XmlScanStatus.NeedMore, scanner.Scan(input.AsSpan(..^4)).Status);
        input.AsSpan("<a>".Length, Child.Length).Clear();

        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, input.Length), scanner.Scan(input));
    }

    [Fact]
    public void Long_header_is_examined_once()
    {
        byte[] input = Samples.Utf8("<?xml version='1.0'" + new string(' ', 1000) + "?>" + Samples.Header);
        byte[] poisoned = [.. input];
        var scanner = new XmlStreamScanner(XmlLimits.Default);

        for (int end = 1; end <= 1000; end++)
        {
            Assert.Equal(XmlScanStatus.NeedMore, scanner.Scan(poisoned.AsSpan(..end)).Status);
            if (end > 20)
                poisoned[end - 1] = Illegal;
        }

        Assert.Equal(new XmlScanResult(XmlScanStatus.StreamHeader, 0, input.Length), scanner.Scan(input));
    }

    [Fact]
    public void Bytes_behind_a_unit_are_checked_once()
    {
        XmlStreamScanner scanner = Samples.Opened();
        byte[] input = Samples.Utf8("<a/> <b>" + new string('n', 100));
        scanner.Scan(input);
        input[50] = Illegal;

        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 1, 1), scanner.Scan(input.AsSpan(4)));
    }
}
