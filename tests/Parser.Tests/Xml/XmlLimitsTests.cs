using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlLimitsTests
{
    private static readonly XmlLimits _tight = new()
    {
        MaxStanzaBytes = 40,
        MaxHeaderBytes = 120,
        MaxDepth = 3,
        MaxAttributes = 2,
        MaxNameBytes = 8,
    };

    [Theory]
    [InlineData("<a>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</a>", XmlError.None)]
    [InlineData("<a>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</a>", XmlError.LimitExceeded)]
    [InlineData("<a>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", XmlError.LimitExceeded)]
    [InlineData("<a b='aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", XmlError.LimitExceeded)]
    [InlineData("<a><![CDATA[aaaaaaaaaaaaaaaaaaaaaaaaaaaa", XmlError.LimitExceeded)]
    [InlineData("<a>&#x0000000000000000000000000000000000", XmlError.LimitExceeded)]
    [InlineData("&#x0000000000000000000000000000000000000", XmlError.LimitExceeded)]
    [InlineData("                                                   <a/>", XmlError.None)]
    [InlineData("<a><b/></a>", XmlError.None)]
    [InlineData("<a><b><c/></b></a>", XmlError.LimitExceeded)]
    [InlineData("<a b='' c=''/>", XmlError.None)]
    [InlineData("<a b='' c='' d=''/>", XmlError.LimitExceeded)]
    [InlineData("<abcdefgh/>", XmlError.None)]
    [InlineData("<abcdefghi/>", XmlError.LimitExceeded)]
    [InlineData("<a abcdefghi=''/>", XmlError.LimitExceeded)]
    public void Element_over_a_limit_is_refused(string content, XmlError expected)
    {
        byte[] input = Samples.Utf8(content);

        XmlStreamScanner whole = Samples.Opened("<stream>", _tight);
        whole.Scan(input);
        Assert.Equal(expected, whole.Error);

        XmlStreamScanner growing = Samples.Opened("<stream>", _tight);
        int consumed = 0;
        for (int end = 1; end <= input.Length; end++)
            consumed += growing.Scan(input.AsSpan(consumed..end)).Consumed;
        Assert.Equal(expected, growing.Error);
    }

    [Fact]
    public void Text_between_elements_is_not_bounded_by_the_stanza_limit()
    {
        XmlStreamScanner scanner = Samples.Opened("<stream>", _tight);

        Assert.Equal(XmlScanStatus.Text, scanner.Scan(Samples.Utf8(new string('a', 100))).Status);
    }

    [Theory]
    [InlineData(0, 120, XmlError.None)]
    [InlineData(0, 121, XmlError.LimitExceeded)]
    [InlineData(20, 100, XmlError.None)]
    [InlineData(20, 101, XmlError.LimitExceeded)]
    [InlineData(121, 20, XmlError.LimitExceeded)]
    public void Header_over_the_limit_is_refused(int whiteSpace, int length, XmlError expected)
    {
        string header = new string(' ', whiteSpace) + "<stream" + new string(' ', length - 8) + ">";
        var whole = new XmlStreamScanner(_tight);
        var growing = new XmlStreamScanner(_tight);
        byte[] input = Samples.Utf8(header);

        whole.Scan(input);
        int consumed = 0;
        for (int end = 1; end <= input.Length; end++)
            consumed += growing.Scan(input.AsSpan(consumed..end)).Consumed;

        Assert.Equal(expected, whole.Error);
        Assert.Equal(expected, growing.Error);
    }

    [Fact]
    public void Limit_does_not_hide_an_earlier_error()
    {
        XmlStreamScanner scanner = Samples.Opened("<stream>", _tight);

        scanner.Scan(Samples.Utf8("<a>]]>" + new string('a', 100)));

        Assert.Equal(XmlError.NotWellFormed, scanner.Error);
    }

    [Fact]
    public void Illegal_character_across_the_limit_counts_as_over_the_limit()
    {
        byte[] input = [.. Samples.Utf8("<a>" + new string('a', 35)), 0xE2, 0x82, 0x00];
        XmlStreamScanner whole = Samples.Opened("<stream>", _tight);
        XmlStreamScanner growing = Samples.Opened("<stream>", _tight);

        whole.Scan(input);
        for (int end = 1; end <= input.Length; end++)
            growing.Scan(input.AsSpan(..end));

        Assert.Equal(XmlError.LimitExceeded, whole.Error);
        Assert.Equal(XmlError.LimitExceeded, growing.Error);
    }
}
