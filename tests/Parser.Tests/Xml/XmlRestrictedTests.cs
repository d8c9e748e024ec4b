using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// What a stream must not hold although a document may (RFC 6120 §11.1), at every place, each case cut everywhere.
/// </summary>
public sealed class XmlRestrictedTests
{
    /// <summary>Where a document may have comments and processing instructions.</summary>
    private static readonly string[] _places =
    [
        "{0}<s/>", " {0}<s/>", "<?xml version='1.0'?>{0}<s/>", "<?xml version='1.0'?>\n{0}\n<s/>", "<s>{0}</s>", "<s> {0} </s>", "<s>x{0}</s>",
        "<s><a/>{0}<a/></s>", "<s><a>{0}</a></s>", "<s><a>x{0}y</a></s>", "<s><a><b/>{0}<b/></a></s>", "<s><a>&amp;{0}</a></s>",
        "<s><a><![CDATA[x]]>{0}</a></s>",
    ];

    [Theory]
    [InlineData("<!-- x -->")]
    [InlineData("<!---->")]
    [InlineData("<!-- -->")]
    [InlineData("<!--<a/>&amp;]]>-->")]
    [InlineData("<!--é漢😀-->")]
    [InlineData("<?x?>")]
    [InlineData("<?x y?>")]
    [InlineData("<?x ???>")]
    [InlineData("<?x <a/>&amp;?>")]
    [InlineData("<?é?>")]
    [InlineData("<?xml-stylesheet type='text/css' href='a'?>")]
    [InlineData("<?xmla version='1.0'?>")]
    [InlineData("<?php echo 1; ?>")]
    public void Comment_or_instruction_is_restricted(string markup)
    {
        foreach (string place in _places)
            StreamCheck.AssertVerdict(Put(place, markup), StreamCheck.Restricted);

        // The scanner looks at nothing behind the end.
        StreamCheck.AssertVerdict(Put("<s/>{0}", markup), StreamCheck.Restricted, StreamCheck.NotWellFormed);
        StreamCheck.AssertVerdict(Put("<s></s> {0}", markup), StreamCheck.Restricted, StreamCheck.NotWellFormed);
    }

    [Theory]
    [InlineData("<!DOCTYPE s>")]
    [InlineData("<!DOCTYPE s SYSTEM 'http://evil.example/a.dtd'>")]
    [InlineData("<!DOCTYPE s PUBLIC '-//x//y' \"z\">")]
    [InlineData("<!DOCTYPE s []>")]
    [InlineData("<!DOCTYPE s [<!ENTITY a 'b'>]>")]
    [InlineData("<!DOCTYPE s [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>")]
    [InlineData("<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>")]
    [InlineData("<!DOCTYPE s [<!ATTLIST s xmlns CDATA 'urn:x'>]>")]
    public void Document_type_is_restricted(string markup)
    {
        StreamCheck.AssertVerdict(Put("{0}<s/>", markup), StreamCheck.Restricted);
        StreamCheck.AssertVerdict(Put("<?xml version='1.0'?>{0}<s/>", markup), StreamCheck.Restricted);
        foreach (string place in _places)
            StreamCheck.AssertVerdict(Put(place, markup), StreamCheck.Restricted, StreamCheck.NotWellFormed);
    }

    [Theory]
    [InlineData("<!-- x --->")]
    [InlineData("<!-- x -- y -->")]
    [InlineData("<!--->")]
    [InlineData("<!-->")]
    [InlineData("<!->")]
    [InlineData("<!- x ->")]
    [InlineData("<! -- x -->")]
    [InlineData("<!>")]
    [InlineData("<! >")]
    [InlineData("<!a>")]
    [InlineData("<!doctype s>")]
    [InlineData("<!DOCTYPE>")]
    [InlineData("<!ELEMENT s ANY>")]
    [InlineData("<!ATTLIST s a CDATA ''>")]
    [InlineData("<!ENTITY a 'b'>")]
    [InlineData("<!ENTITY % a 'b'>")]
    [InlineData("<!NOTATION a SYSTEM 'b'>")]
    [InlineData("<??>")]
    [InlineData("<? ?>")]
    [InlineData("<? x?>")]
    [InlineData("<?1?>")]
    [InlineData("<?-x?>")]
    [InlineData("<?x>")]
    [InlineData("<?x y>")]
    [InlineData("<?xml?>")]
    [InlineData("<?XML?>")]
    [InlineData("<?Xml version='1.0'?>")]
    [InlineData("<?x:y?>")]
    public void Malformed_markup_of_these_kinds_is_refused(string markup)
    {
        foreach (string place in _places)
            StreamCheck.AssertVerdict(Put(place, markup), StreamCheck.Restricted, StreamCheck.NotWellFormed);
    }

    [Theory]
    [InlineData("<s <!-- x --> />")]
    [InlineData("<s><a <!-- x -->/></s>")]
    [InlineData("<s><a b='<!-- x -->'/></s>")]
    [InlineData("<s><a <?x?>/></s>")]
    [InlineData("<s><a b='<?x?>'/></s>")]
    [InlineData("<s><a></a <!-- x -->></s>")]
    [InlineData("<s><a></<?x?>a></s>")]
    [InlineData("<s><a <!DOCTYPE s>/></s>")]
    [InlineData("<s><a/></s <!-- x -->>")]
    [InlineData("<<!-- x -->s/>")]
    public void Markup_in_a_tag_is_not_well_formed(string stream) =>
        StreamCheck.AssertVerdict(Samples.Utf8(stream), StreamCheck.NotWellFormed);

    private static byte[] Put(string place, string markup) => Samples.Utf8(place.Replace("{0}", markup, StringComparison.Ordinal));
}
