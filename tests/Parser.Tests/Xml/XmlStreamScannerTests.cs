using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlStreamScannerTests
{
    [Fact]
    public void Header_with_declaration_is_one_unit()
    {
        var scanner = new XmlStreamScanner(XmlLimits.Default);
        byte[] input = Samples.Utf8("<?xml version='1.0'?>\n" + Samples.Header + "<a/>");

        XmlScanResult result = scanner.Scan(input);

        Assert.Equal(new XmlScanResult(XmlScanStatus.StreamHeader, 0, input.Length - 4), result);
    }

    [Fact]
    public void Header_behind_white_space_starts_at_its_tag()
    {
        var scanner = new XmlStreamScanner(XmlLimits.Default);

        XmlScanResult result = scanner.Scan(Samples.Utf8(" \n" + Samples.Header));

        Assert.Equal(new XmlScanResult(XmlScanStatus.StreamHeader, 2, 2 + Samples.Header.Length), result);
    }

    [Fact]
    public void White_space_in_front_of_an_element_is_consumed_with_it()
    {
        XmlStreamScanner scanner = Samples.Opened();

        XmlScanResult result = scanner.Scan(" \r\n<a/>"u8);

        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 3, 7), result);
    }

    [Fact]
    public void White_space_in_front_of_an_unfinished_element_is_consumed_at_once()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 2, 2), scanner.Scan("  <a"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 0, 0), scanner.Scan("<a>"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, 7), scanner.Scan("<a></a>"u8));
    }

    [Fact]
    public void White_space_alone_is_consumed()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 3, 3), scanner.Scan("\n \t"u8));
    }

    [Fact]
    public void Elements_come_one_a_scan()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, 4), scanner.Scan("<a/><b></b>"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, 7), scanner.Scan("<b></b>"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 0, 0), scanner.Scan(default));
    }

    [Fact]
    public void End_tag_of_the_root_ends_the_stream()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.StreamEnd, 0, 18), scanner.Scan("</stream:stream  >"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 1, 1), scanner.Scan("\n"u8));
        Assert.Equal(XmlScanStatus.Error, scanner.Scan("<a/>"u8).Status);
        Assert.Equal(XmlError.NotWellFormed, scanner.Error);
    }

    [Fact]
    public void Empty_root_opens_and_ends_the_stream()
    {
        XmlStreamScanner scanner = Samples.Opened("<stream/>");

        Assert.Equal(new XmlScanResult(XmlScanStatus.StreamEnd, 0, 0), scanner.Scan(default));
        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 0, 0), scanner.Scan(default));
    }

    [Fact]
    public void Text_between_elements_is_handed_out_as_it_comes()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.Text, 1, 3), scanner.Scan(" hi"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.Text, 0, 2), scanner.Scan(" x<a/>"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, 4), scanner.Scan("<a/>"u8));
    }

    [Fact]
    public void Text_between_elements_keeps_back_what_may_go_on()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.Text, 0, 1), scanner.Scan("x]]"u8));
        Assert.Equal(new XmlScanResult(XmlScanStatus.NeedMore, 0, 0), scanner.Scan("]]"u8));
        Assert.Equal(XmlScanStatus.Error, scanner.Scan("]]>"u8).Status);
    }

    [Theory]
    [InlineData("&amp;", 5)]
    [InlineData("<![CDATA[ ]]>", 13)]
    public void References_and_cdata_between_elements_are_text(string text, int length)
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.Text, 0, length), scanner.Scan(Samples.Utf8(text + "<a/>")));
    }

    [Fact]
    public void Error_is_final_until_reset()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(XmlScanStatus.Error, scanner.Scan("<!-- -->"u8).Status);
        Assert.Equal(XmlScanStatus.Error, scanner.Scan("<a/>"u8).Status);
        Assert.Equal(XmlError.RestrictedXml, scanner.Error);

        scanner.Reset();

        Assert.Equal(XmlError.None, scanner.Error);
        Assert.Equal(XmlScanStatus.StreamHeader, scanner.Scan(Samples.Utf8(Samples.Header)).Status);
    }

    [Fact]
    public void Reset_in_an_element_forgets_it()
    {
        XmlStreamScanner scanner = Samples.Opened();
        scanner.Scan("<a><b c='"u8);

        scanner.Reset();

        Assert.Equal(XmlScanStatus.StreamHeader, scanner.Scan(Samples.Utf8(Samples.Header)).Status);
        Assert.Equal(XmlScanStatus.Element, scanner.Scan("<a/>"u8).Status);
    }

    [Fact]
    public void Units_in_front_of_an_illegal_byte_are_delivered()
    {
        XmlStreamScanner scanner = Samples.Opened();

        Assert.Equal(new XmlScanResult(XmlScanStatus.Element, 0, 4), scanner.Scan("<a/><b>\0"u8));
        Assert.Equal(XmlScanStatus.Error, scanner.Scan("<b>\0"u8).Status);
    }

    [Theory]
    [InlineData("<a/>", false)]
    [InlineData("<a xml:lang='pl'/>", false)]
    [InlineData("<stream:features/>", true)]
    [InlineData("<a><stream:b/></a>", true)]
    [InlineData("<a stream:b=''/>", true)]
    [InlineData("<a xmlns:stream='urn:x'><stream:b/></a>", false)]
    [InlineData("<a xmlns='urn:x'><b/></a>", false)]
    public void UsesStreamPrefixes_on_a_client_stream(string element, bool expected)
    {
        XmlStreamScanner scanner = Samples.Opened();

        scanner.Scan(Samples.Utf8(element));

        Assert.Equal(expected, scanner.UsesStreamPrefixes);
    }

    [Theory]
    [InlineData("<a/>", true)]
    [InlineData("<c:a xmlns:c='jabber:client'><b xmlns='urn:x'/></c:a>", false)]
    [InlineData("<c:a xmlns:c='jabber:client'><b xmlns='urn:x'/><b/></c:a>", true)]
    [InlineData("<a xmlns='jabber:client'><b xmlns=''/></a>", false)]
    public void UsesStreamPrefixes_where_the_default_namespace_is_another(string element, bool expected)
    {
        XmlStreamScanner scanner = Samples.Opened("<s:stream xmlns='urn:d' xmlns:s='urn:s'>");

        scanner.Scan(Samples.Utf8(element));

        Assert.Equal(expected, scanner.UsesStreamPrefixes);
    }

    [Theory]
    [InlineData("<message><body/></message>", false)]
    [InlineData("<message xmlns='jabber:server'/>", true)]
    [InlineData("<message><a xmlns='urn:a'/></message>", false)]
    [InlineData("<stream:features/>", true)]
    public void NeedsRewriting_on_a_server_stream(string element, bool expected)
    {
        XmlStreamScanner scanner = Samples.Opened(Samples.Header.Replace("client", "server", StringComparison.Ordinal));

        scanner.Scan(Samples.Utf8(element));

        Assert.Equal(expected, scanner.NeedsRewriting("jabber:server"u8));
    }

    [Fact]
    public void UsesStreamPrefixes_is_of_the_last_element()
    {
        XmlStreamScanner scanner = Samples.Opened();
        scanner.Scan("<stream:features/>"u8);

        scanner.Scan("<a/>"u8);

        Assert.False(scanner.UsesStreamPrefixes);
    }
}
