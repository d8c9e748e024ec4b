using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>CDATA sections (XML 1.0 §2.7), and <c>]]&gt;</c> in character data (§2.4), each cut everywhere.</summary>
public sealed class XmlCDataTests
{
    [Theory]
    [InlineData("<a><![CDATA[]]></a>")]
    [InlineData("<a><![CDATA[x]]></a>")]
    [InlineData("<a><![CDATA[]]]></a>")]
    [InlineData("<a><![CDATA[]]]]></a>")]
    [InlineData("<a><![CDATA[]]]]]]]]]></a>")]
    [InlineData("<a><![CDATA[]]></a><b/>")]
    [InlineData("<a><![CDATA[>]]></a>")]
    [InlineData("<a><![CDATA[>>>]]></a>")]
    [InlineData("<a><![CDATA[]>]]></a>")]
    [InlineData("<a><![CDATA[]] >]]></a>")]
    [InlineData("<a><![CDATA[] ]>]]></a>")]
    [InlineData("<a><![CDATA[<]]></a>")]
    [InlineData("<a><![CDATA[</a>]]></a>")]
    [InlineData("<a><![CDATA[<b c='d'>&amp;&nbsp;&</b>]]></a>")]
    [InlineData("<a><![CDATA[<![CDATA[]]></a>")]
    [InlineData("<a><![CDATA[<![CDATA[ ]]]]><![CDATA[> ]]></a>")]
    [InlineData("<a><![CDATA[<!-- --><?x?><!DOCTYPE a>]]></a>")]
    [InlineData("<a><![CDATA[\r\n\r\n\t]]></a>")]
    [InlineData("<a><![CDATA[\r]]>\n</a>")]
    [InlineData("<a>\r<![CDATA[\n]]></a>")]
    [InlineData("<a><![CDATA[é漢😀]]></a>")]
    [InlineData("<a>x<![CDATA[y]]>z</a>")]
    [InlineData("<a><![CDATA[x]]><![CDATA[y]]><b/><![CDATA[z]]></a>")]
    [InlineData("<a> <![CDATA[ ]]> </a>")]
    [InlineData("<![CDATA[x]]>")]
    [InlineData("<a/><![CDATA[<b/>]]><a/>")]
    [InlineData("x<![CDATA[y]]>z")]
    public void Section_is_text(string content) => StreamCheck.AssertVerdictOf(content, StreamCheck.Ok);

    [Theory]
    [InlineData("<a>]</a>")]
    [InlineData("<a>]]</a>")]
    [InlineData("<a>]]]]]]]]</a>")]
    [InlineData("<a>]></a>")]
    [InlineData("<a>] ]></a>")]
    [InlineData("<a>]] ></a>")]
    [InlineData("<a>]]\r\n></a>")]
    [InlineData("<a>]]&gt;</a>")]
    [InlineData("<a>]]&#62;</a>")]
    [InlineData("<a>]]<b/>></a>")]
    [InlineData("<a>]<b/>]></a>")]
    [InlineData("<a>]]</a>>")]
    [InlineData("<a>]]<![CDATA[>]]></a>")]
    [InlineData("<a>]<![CDATA[]]>]></a>")]
    [InlineData("<a><![CDATA[]]>]></a>")]
    [InlineData("<a><![CDATA[]]]]>></a>")]
    [InlineData("<a><![CDATA[]]]]>]></a>")]
    [InlineData("<a b=']]>' c=\"]]]>\"/>")]
    [InlineData("]]")]
    [InlineData("]]<a/>>")]
    [InlineData("]<a/>]>")]
    public void Brackets_that_end_nothing_are_text(string content) => StreamCheck.AssertVerdictOf(content, StreamCheck.Ok);

    [Theory]
    [InlineData("<a>]]></a>")]
    [InlineData("<a>x]]>y</a>")]
    [InlineData("<a>]]]></a>")]
    [InlineData("<a>]]]]]]></a>")]
    [InlineData("<a>]]>]]></a>")]
    [InlineData("<a>]>]]></a>")]
    [InlineData("<a>&amp;]]></a>")]
    [InlineData("<a>&#93;]]></a>")]
    [InlineData("<a><b/>]]></a>")]
    [InlineData("<a><![CDATA[]]>]]></a>")]
    [InlineData("<a><![CDATA[]]]]>]]></a>")]
    [InlineData("<a><![CDATA[x]]>y]]>z</a>")]
    [InlineData("<a>é]]></a>")]
    [InlineData("]]>")]
    [InlineData("<a/>]]><a/>")]
    [InlineData("<a/>x]]]>")]
    [InlineData("<![CDATA[]]>]]>")]
    [InlineData("&amp;]]>")]
    public void End_of_a_section_in_text_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<a><![cdata[x]]></a>")]
    [InlineData("<a><![CData[x]]></a>")]
    [InlineData("<a><![CDATA [x]]></a>")]
    [InlineData("<a><![ CDATA[x]]></a>")]
    [InlineData("<a><![CDATA x]]></a>")]
    [InlineData("<a><![CDATA]]></a>")]
    [InlineData("<a><![CDAT[x]]></a>")]
    [InlineData("<a><![CDATAA[x]]></a>")]
    [InlineData("<a><![[x]]></a>")]
    [InlineData("<a><![]]></a>")]
    [InlineData("<a><![></a>")]
    [InlineData("<a><![INCLUDE[x]]></a>")]
    [InlineData("<a><![IGNORE[x]]></a>")]
    [InlineData("<a><![%a;[x]]></a>")]
    [InlineData("<![cdata[x]]>")]
    public void Section_of_another_kind_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed, StreamCheck.Restricted);

    [Theory]
    [InlineData("<a b='<![CDATA[x]]>'/>")]
    [InlineData("<a <![CDATA[x]]>/>")]
    [InlineData("<<![CDATA[a]]>/>")]
    [InlineData("<a></<![CDATA[a]]>>")]
    public void Section_in_a_tag_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<![CDATA[]]><s/>")]
    [InlineData("<![CDATA[ ]]><s/>")]
    [InlineData("<?xml version='1.0'?><![CDATA[x]]><s/>")]
    [InlineData("<s/><![CDATA[]]>")]
    [InlineData("<s></s><![CDATA[ ]]>")]
    public void Section_outside_the_root_is_refused(string stream) =>
        StreamCheck.AssertVerdict(Samples.Utf8(stream), StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<s><a><![CDATA[")]
    [InlineData("<s><a><![CDATA[x")]
    [InlineData("<s><a><![CDATA[]")]
    [InlineData("<s><a><![CDATA[]]")]
    [InlineData("<s><a><![CDATA[]]]]")]
    [InlineData("<s><a><![CDATA[</a></s>")]
    [InlineData("<s><a><![CDATA[ ]] > </a></s>")]
    [InlineData("<s><a><![CDATA[]]&gt;</a></s>")]
    [InlineData("<s><![CDATA[x")]
    [InlineData("<s>x]]")]
    public void Section_that_has_not_ended_goes_on(string stream) =>
        StreamCheck.AssertVerdict(Samples.Utf8(stream), StreamCheck.Incomplete);
}
