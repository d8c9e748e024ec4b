using System.Buffers;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlWriterTests
{
    [Fact]
    public void Elements_nest_and_empty_ones_are_short()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlWriter(output);

        writer.Start("iq"u8);
        writer.Attribute("type"u8, "result"u8);
        writer.Attribute("id"u8, "1");
        writer.Start("query"u8, "urn:q"u8);
        writer.Element("a"u8, "x"u8);
        writer.Element("b"u8, "");
        writer.Empty("c"u8);
        writer.Empty("d"u8, "urn:d"u8);
        writer.Raw("<e/>"u8);
        writer.Text(-12);
        writer.End("query"u8);
        writer.Start("f"u8);
        writer.Attribute("n"u8, long.MinValue);
        writer.End("f"u8);
        writer.End("iq"u8);

        Assert.Equal(
            "<iq type='result' id='1'><query xmlns='urn:q'><a>x</a><b></b><c/><d xmlns='urn:d'/><e/>-12</query>" +
            "<f n='-9223372036854775808'/></iq>",
            Samples.String(output.WrittenSpan));
    }

    [Theory]
    [InlineData("a<b>&\"'\t\r\n]]>", "a&lt;b&gt;&amp;\"'\t&#13;\n]]&gt;")]
    [InlineData("żółw 😀", "żółw 😀")]
    [InlineData("a\u0000\u001Fb", "a\uFFFD\uFFFDb")]
    [InlineData("", "")]
    public void Text_is_escaped(string text, string expected)
    {
        Assert.Equal($"<a>{expected}</a>", Write((ref writer) => writer.Text(text)));
        Assert.Equal($"<a>{expected}</a>", Write((ref writer) => writer.Text(Samples.Utf8(text))));
    }

    [Theory]
    [InlineData("a<b>&\"'\t\r\n", "a&lt;b&gt;&amp;&quot;&apos;&#9;&#13;&#10;")]
    [InlineData("a\u0001", "a\uFFFD")]
    public void Attribute_is_escaped(string value, string expected)
    {
        Assert.Equal($"<a b='{expected}'/>", Write((ref writer) => writer.Attribute("b"u8, value)));
        Assert.Equal($"<a b='{expected}'/>", Write((ref writer) => writer.Attribute("b"u8, Samples.Utf8(value))));
    }

    [Theory]
    [InlineData(new[] { '\uFFFE', '\uFFFF', 'x', '\uFFFD' }, "\uFFFD\uFFFDx\uFFFD")]
    [InlineData(new[] { 'a', '\uD800', 'b' }, "a\uFFFDb")]
    [InlineData(new[] { '\uDC00' }, "\uFFFD")]
    [InlineData(new[] { '\uD800' }, "\uFFFD")]
    public void String_that_is_no_xml_is_made_legal(char[] characters, string expected)
    {
        string text = new(characters);

        Assert.Equal($"<a>{expected}</a>", Write((ref writer) => writer.Text(text)));
        Assert.Equal($"<a b='{expected}'/>", Write((ref writer) => writer.Attribute("b"u8, text)));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    public void Long_string_is_whole(int length)
    {
        // A surrogate pair stands across each place where a long string may be cut.
        string text = new string('a', length) + string.Concat(Enumerable.Repeat("😀€", 300));

        Assert.Equal($"<a>{text}</a>", Write((ref writer) => writer.Text(text)));
    }

    [Fact]
    public void Value_is_copied_and_escaped_anew()
    {
        XmlElementReader source = Samples.Read("<a b=\"it's &lt;&#10;\n\" c='plain'>x<b/>&gt;<![CDATA[<&]]></a>");
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlWriter(output);

        writer.Start("t"u8);
        writer.Attribute("b"u8, source.Attribute("b"u8));
        writer.Attribute("c"u8, source.Attribute("c"u8));
        writer.Attribute("d"u8, source.Attribute("d"u8));
        writer.Text(source.Text);
        writer.End("t"u8);

        Assert.Equal(
            "<t b='it&apos;s &lt;&#10; ' c='plain'>x&gt;&lt;&amp;</t>", Samples.String(output.WrittenSpan));
    }

    [Theory]
    [InlineData("a<b>&\"'\t\r\n]]> \r\n")]
    [InlineData("&amp; <![CDATA[x]]>")]
    [InlineData("😀\u0085\u2028")]
    public void What_is_written_reads_back_the_same(string text)
    {
        string xml = Write((ref writer) =>
        {
            writer.Attribute("b"u8, text);
            writer.Text(text);
        });

        XmlElementReader element = Samples.Read(xml);

        Assert.Equal(text, element.Attribute("b"u8).ToString());
        Assert.Equal(text, element.Text.ToString());
    }

    private static string Write(Body body)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlWriter(output);
        writer.Start("a"u8);
        body(ref writer);
        string before = Samples.String(output.WrittenSpan);
        writer.End("a"u8);
        string xml = Samples.String(output.WrittenSpan);

        // An empty text closes the start tag too.
        Assert.Equal(before.Contains('>', StringComparison.Ordinal) ? before + "</a>" : before + "/>", xml);
        return xml;
    }

    private delegate void Body(ref XmlWriter writer);
}
