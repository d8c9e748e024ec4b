using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class UsernameCaseMappedTests
{
    // RFC 8265 §3.5, table 1, and the case pairs of its text.
    [Theory]
    [InlineData("juliet@example.com")]
    [InlineData("fussball")]
    [InlineData("fu\u00DFball")]
    [InlineData("\u03C0")]
    [InlineData("\u03A3", "\u03C3")]
    [InlineData("\u03C3")]
    [InlineData("\u03C2")]
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
    [InlineData("foo bar", null, false)]
    [InlineData("", null, false)]
    [InlineData("henry\u2163", null, false)]
    [InlineData("\u221E", null, false)]
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
    public void Prepare_follows_rfc_8265(string text, string? prepared = null, bool isValid = true)
    {
        bool isPrepared = UsernameCaseMapped.TryPrepare(text, out string? result);

        Assert.Equal(isValid, isPrepared);
        Assert.Equal(isValid ? prepared ?? text : null, isPrepared ? result : null);
    }
}
