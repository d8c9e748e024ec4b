using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class DomainpartTests
{
    [Theory]
    [InlineData("example.com")]
    [InlineData("EXAMPLE.com", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("localhost")]
    [InlineData("3com.com")]
    [InlineData("a-b.c--d")]
    [InlineData("192.0.2.1")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2001:DB8::A]", "[2001:db8::a]")]
    [InlineData("[::ffff:192.0.2.1]")]
    [InlineData("fa\u00DF.de")]
    [InlineData("FA\u00DF.de", "fa\u00DF.de")]
    [InlineData("xn--fa-hia.de", "fa\u00DF.de")]
    [InlineData("XN--FA-HIA.de", "fa\u00DF.de")]
    [InlineData("B\u00DCCHER.example", "b\u00FCcher.example")]
    [InlineData("bu\u0308cher.example", "b\u00FCcher.example")]
    [InlineData("xn--bcher-kva.example", "b\u00FCcher.example")]
    [InlineData("\u03B2\u03CC\u03BB\u03BF\u03C2.com")] // final sigma is kept
    [InlineData("xn--nxasmm1c.com", "\u03B2\u03CC\u03BB\u03BF\u03C2.com")]
    [InlineData("\uFF45\uFF58\uFF0E\uFF43\uFF4F\uFF4D", "ex.com")] // full-width, dot included
    [InlineData("\u4F8B\u3048\u3002\u30C6\u30B9\u30C8", "\u4F8B\u3048.\u30C6\u30B9\u30C8")] // ideographic full stop
    [InlineData("\u30C6\u30FB\u30B9\u30C8.jp")] // Katakana middle dot among Katakana
    [InlineData("l\u00B7l.cat")]
    [InlineData("\u05D0\u05D1.\u05D0")]
    [InlineData("\u05D01.example")] // bidi: a right-to-left label may end in a digit
    [InlineData("\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.com")] // ZWNJ between joining letters
    [InlineData("xn--mgba3gch31f060k.com", "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.com")]
    [InlineData("\u13A0\u13A1.com")] // Cherokee: capitals are what case folding leaves
    [InlineData("xn--58dc.com", "\u13A0\u13A1.com")]
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3.com")] // ZWJ after a virama
    public void Prepare_valid_is_prepared(string text, string? prepared = null)
    {
        Assert.True(Jid.TryParse(text, out var jid), text);

        Assert.Equal(prepared ?? text, jid.ToString());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".example.com")]
    [InlineData("example.com..")]
    [InlineData("-a.com")]
    [InlineData("a-.com")]
    [InlineData("ab--cd.com")] // a reserved LDH label
    [InlineData("a_b.com")]
    [InlineData("a b.com")]
    [InlineData("exa!mple.com")]
    [InlineData("[::1")]
    [InlineData("[]")]
    [InlineData("[192.0.2.1]")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[::1]:5222")]
    [InlineData("[::1].com")]
    [InlineData("[:::]")]
    [InlineData("xn--.com")]
    [InlineData("xn--a.com")] // decodes to a control
    [InlineData("xn--example-.com")] // nothing but ASCII in it
    [InlineData("xn--bcher-kva-.com")]
    [InlineData("xn--Fa-hia\u00FC.de")]
    [InlineData("xn--BCHER-KVA\u0308.example")]
    [InlineData("xn--lea-cfa1c.de")] // decodes to upper case or worse
    [InlineData("xn--99999999999.com")] // overflows
    [InlineData("\u00FC--\u00FC-.com")]
    [InlineData("\u00FCa--b.com")]
    [InlineData("-\u00FC.com")]
    [InlineData("\u0301a.com")] // begins with a combining mark
    [InlineData("\u265A.com")]
    [InlineData("a\u00ADb.com")] // soft hyphen
    [InlineData("a\u00B7b.com")]
    [InlineData("a\u30FBb.com")]
    [InlineData("a\u200Cb.com")]
    [InlineData("a\u200Db.com")]
    [InlineData("\u0375a.gr")]
    [InlineData("a\u05F3.il")]
    [InlineData("\u0627\u0640\u0627.com")] // tatweel
    [InlineData("\u2126\u0345.gr\u1FB3")]
    [InlineData("\u1FB3.gr")] // iota subscript: folds to two letters
    [InlineData("a\u20D0.com")]
    [InlineData("\u1100\u1161x\u1100.kr")] // conjoining jamo
    [InlineData("\u05D0a.com")] // bidi: both directions in a label
    [InlineData("0\u05D0.com")] // bidi: begins with a digit
    [InlineData("\u05D0.0a")] // bidi: the neighbour begins with a digit
    [InlineData("\u0660\u06F0.com")]
    [InlineData("\uAB70.com")] // small Cherokee
    [InlineData("\u0378.com")] // unassigned
    [InlineData("\uFF0D\u00FC.com")]
    public void Prepare_invalid_is_refused(string text) => Assert.False(Jid.TryParse(text, out _), text);

    [Fact]
    public void Prepare_label_of_63_bytes_is_the_longest()
    {
        Assert.True(Jid.TryParse(new string('a', 63) + ".com", out _));
        Assert.False(Jid.TryParse(new string('a', 64) + ".com", out _));
        Assert.False(Jid.TryParse(new string('A', 64) + ".com", out _));
    }

    [Fact]
    public void Prepare_u_label_is_measured_as_a_label()
    {
        // "xn--" + 57 letters + "-" + at least one digit of Punycode each way round 63.
        Assert.True(Jid.TryParse(new string('a', 55) + "\u00FC.com", out _));
        Assert.False(Jid.TryParse(new string('a', 62) + "\u00FC.com", out _));
    }
}
