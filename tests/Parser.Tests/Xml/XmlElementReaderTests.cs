using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlElementReaderTests
{
    [Fact]
    public void Element_in_the_default_namespace_of_the_stream()
    {
        XmlElementReader element = Samples.Read("<message to='a@b'/>");

        Assert.Equal("message"u8, element.LocalName);
        Assert.True(element.Prefix.IsEmpty);
        Assert.Equal("jabber:client"u8, element.Namespace);
        Assert.True(element.Is("message"u8, "jabber:client"u8));
        Assert.False(element.Is("message"u8, "jabber:server"u8));
        Assert.False(element.Is("iq"u8, "jabber:client"u8));
    }

    [Fact]
    public void Default_namespace_is_that_of_the_nearest_declaration()
    {
        XmlElementReader element = Samples.Read("<a><b xmlns='urn:b'><c/><d xmlns=''><e/></d><f/></b><g/></a>");

        Assert.True(element.TryGetChild("b"u8, "urn:b"u8, out XmlElementReader b));
        Assert.True(b.TryGetChild("c"u8, "urn:b"u8, out _));
        Assert.True(b.TryGetChild("d"u8, ""u8, out XmlElementReader d));
        Assert.True(d.TryGetChild("e"u8, ""u8, out _));
        Assert.True(b.TryGetChild("f"u8, "urn:b"u8, out _));
        Assert.True(element.TryGetChild("g"u8, "jabber:client"u8, out _));
    }

    [Fact]
    public void Prefix_is_that_of_the_nearest_declaration()
    {
        XmlElementReader element = Samples.Read(
            "<a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c/></p:b><p:d/><stream:e/></a>");

        Assert.True(element.TryGetChild("b"u8, "urn:2"u8, out XmlElementReader b));
        Assert.True(b.TryGetChild("c"u8, "urn:2"u8, out _));
        Assert.True(element.TryGetChild("d"u8, "urn:1"u8, out XmlElementReader d));
        Assert.Equal("p"u8, d.Prefix);
        Assert.True(element.TryGetChild("e"u8, "http://etherx.jabber.org/streams"u8, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(12)]
    public void Prefixes_declared_at_many_levels_are_all_found(int levels)
    {
        string xml = "<x/>";
        for (int i = levels - 1; i >= 0; i--)
            xml = $"<o><q xmlns:p{i}='urn:no'/></o><p{i}:e xmlns:p{i}='urn:{i}'>{xml}</p{i}:e>";
        xml = $"<a xmlns:p0='urn:other'>{xml}</a>";
        XmlElementReader element = Samples.Read(xml);
        for (int i = 0; i < levels; i++)
            Assert.True(element.TryGetChild("e"u8, Samples.Utf8($"urn:{i}"), out element));

        for (int i = 0; i < levels; i++)
            Assert.Equal($"urn:{i}", element.ResolvePrefix(Samples.Utf8($"p{i}")).ToString());
    }

    [Fact]
    public void Namespace_written_with_references_is_resolved()
    {
        XmlElementReader element = Samples.Read("<p:a xmlns:p='urn:&amp;x&#65;'/>");

        Assert.Equal("urn:&xA"u8, element.Namespace);
        Assert.True(element.Is("a"u8, "urn:&xA"u8));
    }

    [Fact]
    public void Attribute_is_found_by_its_name_as_it_stands()
    {
        XmlElementReader element = Samples.Read("<a xml:lang = 'pl'\n b=\"it's\" c=''/>");

        Assert.True(element.Attribute("xml:lang"u8).Equals("pl"u8));
        Assert.True(element.Attribute("b"u8).Equals("it's"u8));
        Assert.True(element.Attribute("c"u8).IsPresent);
        Assert.True(element.Attribute("c"u8).IsEmpty);
        Assert.False(element.Attribute("lang"u8).IsPresent);
    }

    [Fact]
    public void Attributes_come_in_document_order_with_declarations()
    {
        XmlElementReader element = Samples.Read("<a b='1' xmlns:p='urn:p' p:c='2' xmlns='urn:d' xmlnsx='3' xml:d='4'/>");
        var found = new List<string>();

        foreach (XmlAttribute attribute in element.Attributes)
        {
            found.Add(
                $"{Samples.String(attribute.Prefix)}|{Samples.String(attribute.LocalName)}|" +
                $"{Samples.String(attribute.Namespace)}|{attribute.Value.ToString()}|{attribute.IsNamespaceDeclaration}");
        }

        Assert.Equal(
            [
                "|b||1|False",
                "xmlns|p|http://www.w3.org/2000/xmlns/|urn:p|True",
                "p|c|urn:p|2|False",
                "|xmlns|http://www.w3.org/2000/xmlns/|urn:d|True",
                "|xmlnsx||3|False",
                "xml|d|http://www.w3.org/XML/1998/namespace|4|False",
            ],
            found);
    }

    [Fact]
    public void Children_come_in_order_and_text_and_cdata_are_passed_over()
    {
        XmlElementReader element = Samples.Read("<a>1<b><b/></b>2<![CDATA[<x/>]]><c d='/>'/><e></e>3</a>");
        var names = new List<string>();

        foreach (XmlElementReader child in element.Children)
            names.Add(Samples.String(child.OuterXml));

        Assert.Equal(["<b><b/></b>", "<c d='/>'/>", "<e></e>"], names);
        Assert.Equal("12<x/>3", element.Text.ToString());
    }

    [Theory]
    [InlineData("<a/>", "")]
    [InlineData("<a></a >", "")]
    [InlineData("<a b='/'>x</a>", "x")]
    [InlineData("<a><a/></a>", "<a/>")]
    public void InnerXml_is_what_stands_between_the_tags(string xml, string expected)
    {
        XmlElementReader element = Samples.Read(xml);

        Assert.Equal(expected, Samples.String(element.InnerXml));
        Assert.Equal(xml, Samples.String(element.OuterXml));
    }

    [Fact]
    public void Empty_child_has_no_children_though_siblings_follow()
    {
        XmlElementReader element = Samples.Read("<a><b/><c/></a>");

        Assert.True(element.TryGetFirstChild(out XmlElementReader b));
        Assert.False(b.TryGetFirstChild(out _));
        Assert.False(b.TryGetChild("c"u8, "jabber:client"u8, out _));
        Assert.True(b.Text.IsEmpty);
    }

    [Fact]
    public void Header_is_read_behind_its_declaration()
    {
        byte[] header = Samples.Utf8("<?xml version='1.0'?>\n" + Samples.Header);

        var element = new XmlElementReader(header, StreamScope.Client);

        Assert.True(element.Is("stream"u8, "http://etherx.jabber.org/streams"u8));
        Assert.True(element.Attribute("version"u8).Equals("1.0"u8));
        Assert.Equal(Samples.Header, Samples.String(element.OuterXml));
        Assert.False(element.TryGetFirstChild(out _));
        Assert.True(element.Text.IsEmpty);
    }
}
