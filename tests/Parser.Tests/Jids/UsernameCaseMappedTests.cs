using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class UsernameCaseMappedTests
{
    // RFC 8265 §3.5, tables 1 and 2, by the number of the row.
    [Theory]
    [InlineData(1, "juliet@example.com")]
    [InlineData(2, "fussball")]
    [InlineData(3, "fu\u00DFball")]
    [InlineData(4, "\u03C0")]
    [InlineData(5, "\u03A3", "\u03C3")]
    [InlineData(6, "\u03C3")]
    [InlineData(7, "\u03C2")]
    [InlineData(8, "foo bar", null, false)]
    [InlineData(9, "", null, false)]
    [InlineData(10, "henry\u2163", null, false)]
    [InlineData(11, "\u221E", null, false)]
    public void Prepare_gives_the_examples_of_rfc_8265(int row, string text, string? prepared = null, bool isValid = true)
    {
        bool isPrepared = UsernameCaseMapped.TryPrepare(text, out string? result);

        Assert.True(isValid == isPrepared, $"example {row}");
        Assert.Equal(isValid ? prepared ?? text : null, isPrepared ? result : null);
    }

    // RFC 8265 §3.3.2: the rules of preparation in their order, and RFC 8264 §9 for what each class holds.
    [Theory]
    [InlineData("Juliet", "juliet")]
    [InlineData("\u00C5", "\u00E5")]
    [InlineData("\u212B", "\u00E5")] // canonically the same as U+00C5
    [InlineData("\u03A3\u0391\u03A3", "\u03C3\u03B1\u03C3")]
    [InlineData("\u05D0\u05D11")]
    [InlineData("\u0661\u0662\u0663\u0627", null, false)] // bidi: begins with a number
    [InlineData("\u0627\u0661")]
    [InlineData("\u0627\u06F1\u0661", null, false)] // Arabic-Indic digits of both kinds
    [InlineData("\u0627\u0661a", null, false)]
    [InlineData("\u05D0!", null, false)] // bidi: ends in a neutral
    [InlineData("a\u05D0", null, false)]
    [InlineData("a\u05D0b", null, false)]
    [InlineData("\u05D0\u05B8")] // bidi: marks may follow
    [InlineData("\u01C5", null, false)] // title case with a compatibility mapping
    [InlineData("\uFB01", null, false)]
    [InlineData("a\u200Db", null, false)]
    [InlineData("\u0915\u094D\u200D\u0937")]
    [InlineData("\u0378", null, false)]
    [InlineData("\uE000", null, false)]
    [InlineData("a\u0000", null, false)]
    [InlineData("a\u202E", null, false)]
    [InlineData("\uFF71", "\u30A2")] // half-width Katakana
    [InlineData("\u1112\u1161\u11AB", "\uD55C")] // decomposed Hangul
    [InlineData("\u1100", null, false)]
    [InlineData("!~")] // ASCII7, less what a localpart excludes later
    [InlineData("\uFF01\uFF5E", "!~")] // full-width forms of it
    [InlineData("\u3000", null, false)] // ideographic space
    [InlineData("\u0149", null, false)] // has a compatibility mapping
    [InlineData("\u13A0", "\uAB70")] // Cherokee has had lower case since Unicode 8
    [InlineData("\u10A0", "\u2D00")] // Georgian
    [InlineData("\u1E9E", "\u00DF")] // capital sharp s
    [InlineData("\u0130", "i\u0307")] // dotted capital I has a longer lower case
    [InlineData("\u0049\u0307", "i\u0307")]
    [InlineData("\u0131")] // dotless i stays
    [InlineData("\u0041\u030A", "\u00E5")]
    [InlineData("\u1E9B\u0323", null, false)] // long s: a compatibility mapping, composed or not
    [InlineData("\u200D", null, false)]
    [InlineData("\u00AD", null, false)]
    [InlineData("\u2060", null, false)]
    [InlineData("\uFE0F", null, false)]
    [InlineData("\U000E0001", null, false)]
    [InlineData("\U0010FFFD", null, false)]
    [InlineData("\U00010400", "\U00010428")] // Deseret
    [InlineData("\U0001F600", null, false)]
    public void Prepare_follows_rfc_8265(string text, string? prepared = null, bool isValid = true)
    {
        bool isPrepared = UsernameCaseMapped.TryPrepare(text, out string? result);

        Assert.Equal(isValid, isPrepared);
        Assert.Equal(isValid ? prepared ?? text : null, isPrepared ? result : null);
    }
}
