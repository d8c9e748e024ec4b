using System.Buffers;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlValueTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a&amp;b&#x1F600;&#9;", "a&b😀\t")]
    [InlineData("a\tb\nc\rd\r\ne", "a b c d e")]
    [InlineData("\r\r\n\n", "   ")]
    [InlineData("&#13;&#10;", "\r\n")]
    public void Attribute_value_is_resolved(string raw, string expected) =>
        AssertResolved(XmlValue.OfAttribute(Samples.Utf8(raw)), raw, expected);

    [Theory]
    [InlineData("plain\ttext\n", "plain\ttext\n")]
    [InlineData("1\r\n2\r3\n4\r", "1\n2\n3\n4\n")]
    [InlineData("a&lt;b&#13;", "a<b\r")]
    [InlineData("<![CDATA[<b>&amp;\r\n]]]]><![CDATA[>]]>", "<b>&amp;\n]]>")]
    [InlineData("<![CDATA[]]>", "")]
    [InlineData("a<b x='>'>no<c/>no<![CDATA[</b>]]></b>d<e/>", "ad")]
    [InlineData("<b/>", "")]
    [InlineData("x\r<b/>\n", "x\n\n")]
    public void Text_is_resolved(string raw, string expected) =>
        AssertResolved(XmlValue.OfText(Samples.Utf8(raw)), raw, expected);

    [Fact]
    public void Absent_value_equals_nothing()
    {
        XmlValue absent = default;

        Assert.False(absent.IsPresent);
        Assert.True(absent.IsEmpty);
        Assert.False(absent.Equals(""u8));
        Assert.Equal("", absent.ToString());
        Assert.Empty(absent.ToArray());
    }

    [Theory]
    [InlineData("a&amp;b", "a&#38;b", true)]
    [InlineData("a&amp;b", "a&#38;c", false)]
    [InlineData("a&amp;", "a&amp;b", false)]
    [InlineData("abc", "a&#98;c", true)]
    [InlineData("a&#98;c", "abc", true)]
    [InlineData("&#97;&#98;", "&#97;b", true)]
    public void Values_are_equal_however_they_are_written(string left, string right, bool expected) =>
        Assert.Equal(
            expected, XmlValue.OfAttribute(Samples.Utf8(left)).Equals(XmlValue.OfAttribute(Samples.Utf8(right))));

    private static void AssertResolved(XmlValue value, string raw, string expected)
    {
        byte[] resolved = Samples.Utf8(expected);
        var output = new ArrayBufferWriter<byte>();
        var destination = new byte[value.Raw.Length];

        value.WriteTo(output);
        int length = value.Unescape(destination);

        Assert.Equal(raw != expected, value.NeedsUnescape);
        Assert.Equal(expected, value.ToString());
        Assert.Equal(resolved, value.ToArray());
        Assert.Equal(resolved, output.WrittenSpan);
        Assert.Equal(resolved, destination.AsSpan(..length));
        Assert.Equal(expected.Length == 0, value.IsEmpty);
        Assert.True(value.Equals(resolved));
        Assert.False(value.Equals([.. resolved, 0x20]));
        Assert.False(expected.Length > 0 && value.Equals(resolved.AsSpan(1)));
    }
}
