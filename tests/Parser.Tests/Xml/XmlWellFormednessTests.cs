using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>The rules one by one, in a stream that is open. The case file has more of each.</summary>
public sealed class XmlWellFormednessTests
{
    [Theory]
    [InlineData("<a.b-c_d1/>")]
    [InlineData("<ż/>")]
    [InlineData("<\u2C00/>")]
    [InlineData("<a\u0301/>")]
    public void Name_of_the_fifth_edition_is_accepted(string content) =>
        Assert.Equal(XmlError.None, Samples.ErrorOf(content));

    [Theory]
    [InlineData("<1/>")]
    [InlineData("<\u0301a/>")]
    [InlineData("<a\u00D7/>")]
    [InlineData("<a\u037Eb/>")]
    [InlineData("<\u2190/>")]
    [InlineData("<a><b/><")]
    [InlineData("<a><")]
    public void Name_that_is_none_is_refused(string content)
    {
        bool isUnfinished = content.EndsWith('<');

        Assert.Equal(XmlError.NotWellFormed, Samples.ErrorOf(isUnfinished ? content + " " : content));
    }

    [Theory]
    [InlineData("<a></b>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a></A>")]
    [InlineData("<a></a b=''>")]
    [InlineData("</a>")]
    [InlineData("</stream>")]
    public void End_tag_of_another_name_is_refused(string content) =>
        Assert.Equal(XmlError.NotWellFormed, Samples.ErrorOf(content));

    [Theory]
    [InlineData("<a b/>")]
    [InlineData("<a b=1/>")]
    [InlineData("<a b='1'c='2'/>")]
    [InlineData("<a b='1' b=\"2\"/>")]
    [InlineData("<a b='<'/>")]
    [InlineData("<a b='1' / >")]
    [InlineData("<a ='1'/>")]
    [InlineData("<a b=''''/>")]
    public void Malformed_attribute_is_refused(string content) =>
        Assert.Equal(XmlError.NotWellFormed, Samples.ErrorOf(content));

    [Theory]
    [InlineData("<a>&amp;&lt;&gt;&apos;&quot;&#65;&#x1F600;</a>", XmlError.None)]
    [InlineData("<a b='&amp;&#x41;'/>", XmlError.None)]
    [InlineData("<a>&nbsp;</a>", XmlError.RestrictedXml)]
    [InlineData("<a b='&a:b;'/>", XmlError.RestrictedXml)]
    [InlineData("<a>&;</a>", XmlError.NotWellFormed)]
    [InlineData("<a>& </a>", XmlError.NotWellFormed)]
    [InlineData("<a>&1;</a>", XmlError.NotWellFormed)]
    [InlineData("<a>&#xFFFE;</a>", XmlError.NotWellFormed)]
    [InlineData("<a>&#4294967361;</a>", XmlError.NotWellFormed)]
    [InlineData("<a b='&'/>", XmlError.NotWellFormed)]
    public void Reference_must_be_predefined_or_a_character(string content, XmlError expected) =>
        Assert.Equal(expected, Samples.ErrorOf(content));

    [Theory]
    [InlineData("<a>]]</a>", XmlError.None)]
    [InlineData("<a>]]]]</a>", XmlError.None)]
    [InlineData("<a>]>]&gt;</a>", XmlError.None)]
    [InlineData("<a><![CDATA[]]]]></a>", XmlError.None)]
    [InlineData("<a><![CDATA[x]]>></a>", XmlError.None)]
    [InlineData("<a b=']]>'>></a>", XmlError.None)]
    [InlineData("<a>]]></a>", XmlError.NotWellFormed)]
    [InlineData("<a>x]]]></a>", XmlError.NotWellFormed)]
    [InlineData("<a><![CDATA[x]]>]]></a>", XmlError.NotWellFormed)]
    [InlineData("<a><![cdata[x]]></a>", XmlError.NotWellFormed)]
    public void Cdata_end_must_not_stand_in_text(string content, XmlError expected) =>
        Assert.Equal(expected, Samples.ErrorOf(content));

    [Theory]
    [InlineData("<!-- x -->")]
    [InlineData("<a><!-- x --></a>")]
    [InlineData("<?php?>")]
    [InlineData("<a><?xml version='1.0'?></a>")]
    [InlineData("<!DOCTYPE a>")]
    public void Restricted_xml_is_refused(string content) =>
        Assert.Equal(XmlError.RestrictedXml, Samples.ErrorOf(content));

    [Theory]
    [InlineData("<a xmlns='urn:a' xmlns:b='urn:b' b:c='' c=''/>", XmlError.None)]
    [InlineData("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:space='preserve'/>", XmlError.None)]
    [InlineData("<a xmlns=''/>", XmlError.None)]
    [InlineData("<b:a/>", XmlError.NotWellFormed)]
    [InlineData("<a b:c=''/>", XmlError.NotWellFormed)]
    [InlineData("<a><b xmlns:p='urn:p'/><p:c/></a>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns:p=''/>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns:xml='urn:x'/>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns:xmlns='urn:x'/>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns='http://www.w3.org/XML/1998/n&#97;mespace'/>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='' q:b=''/>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns:p='urn:x' xmlns:q='urn:&#x78;' p:b='' q:b=''/>", XmlError.NotWellFormed)]
    [InlineData("<a xmlns:p='http://etherx.jabber.org/streams' p:b='' stream:b=''/>", XmlError.NotWellFormed)]
    [InlineData("<a:b:c xmlns:a='urn:a'/>", XmlError.NotWellFormed)]
    [InlineData("<a:1 xmlns:a='urn:a'/>", XmlError.NotWellFormed)]
    [InlineData("<a: xmlns:a='urn:a'/>", XmlError.NotWellFormed)]
    [InlineData("<ż:\u0301 xmlns:ż='urn:a'/>", XmlError.NotWellFormed)]
    public void Namespaces_must_be_well_formed(string content, XmlError expected) =>
        Assert.Equal(expected, Samples.ErrorOf(content));

    [Fact]
    public void Prefix_declared_again_is_the_outer_one_behind_the_element()
    {
        Samples.Read("<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'/><p:c xmlns:q='urn:1' p:x='' q:y=''/></p:a>");

        Assert.Equal(
            XmlError.NotWellFormed,
            Samples.ErrorOf("<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'/><p:c xmlns:q='urn:1' p:x='' q:x=''/></p:a>"));
    }

    [Theory]
    [InlineData("<?xml version='1.0'?>", XmlError.None)]
    [InlineData("<?xml version=\"1.0\" encoding='utf-8' standalone='yes' ?>\r\n", XmlError.None)]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?>", XmlError.UnsupportedEncoding)]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?>", XmlError.UnsupportedEncoding)]
    [InlineData("<?xml version='2.0'?>", XmlError.NotWellFormed)]
    [InlineData("<?xml version='1.0' encoding=''?>", XmlError.NotWellFormed)]
    [InlineData("<?xml version='1.0' standalone='maybe'?>", XmlError.NotWellFormed)]
    [InlineData("<?xml encoding='UTF-8'?>", XmlError.NotWellFormed)]
    [InlineData("<?xml version='1.0'>", XmlError.NotWellFormed)]
    [InlineData("<?xml-stylesheet href='a'?>", XmlError.RestrictedXml)]
    [InlineData(" <?xml version='1.0'?>", XmlError.RestrictedXml)]
    [InlineData("<?xml version='1.0'?><?xml version='1.0'?>", XmlError.RestrictedXml)]
    [InlineData("<?xml version='1.0'?>x", XmlError.NotWellFormed)]
    [InlineData("\uFEFF", XmlError.NotWellFormed)]
    [InlineData("<![CDATA[x]]>", XmlError.NotWellFormed)]
    [InlineData("</a>", XmlError.NotWellFormed)]
    public void Prolog_may_hold_only_a_declaration(string prolog, XmlError expected)
    {
        var scanner = new XmlStreamScanner(XmlLimits.Default);

        scanner.Scan(Samples.Utf8(prolog + Samples.Header));

        Assert.Equal(expected, scanner.Error);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x3C, 0x00 }, XmlError.UnsupportedEncoding)]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x3C }, XmlError.UnsupportedEncoding)]
    [InlineData(new byte[] { 0x3C, 0x00 }, XmlError.UnsupportedEncoding)]
    [InlineData(new byte[] { 0x00, 0x3C }, XmlError.UnsupportedEncoding)]
    [InlineData(new byte[] { 0x3C, 0x61, 0x00 }, XmlError.NotWellFormed)]
    [InlineData(new byte[] { 0x16, 0x03, 0x01 }, XmlError.NotWellFormed)]
    public void Stream_in_another_encoding_is_told_by_its_first_bytes(byte[] input, XmlError expected)
    {
        var scanner = new XmlStreamScanner(XmlLimits.Default);

        scanner.Scan(input);

        Assert.Equal(expected, scanner.Error);
    }
}
