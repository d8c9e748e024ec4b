using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class OpaqueStringTests
{
    // RFC 8265 §4.3, tables 3 and 4, by the number of the row.
    [Theory]
    [InlineData(12, "correct horse battery staple")]
    [InlineData(13, "Correct Horse Battery Staple")]
    [InlineData(14, "\u03C0\u00DF\u00E5")]
    [InlineData(15, "Jack of \u2666s")]
    [InlineData(16, "foo\u1680bar", "foo bar")]
    [InlineData(17, "", null, false)]
    [InlineData(18, "my cat is a \tby", null, false)]
    public void Prepare_gives_the_examples_of_rfc_8265(int row, string text, string? prepared = null, bool isValid = true)
    {
        bool isPrepared = OpaqueString.TryPrepare(text, out string? result);

        Assert.True(isValid == isPrepared, $"example {row}");
        Assert.Equal(isValid ? prepared ?? text : null, isPrepared ? result : null);
    }

    // RFC 8265 §4.2.2: the rules of preparation.
    [Theory]
    [InlineData("a\u3000b\u00A0c", "a b c")]
    [InlineData(" leading and trailing ")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\uFF21\u2163\uFB01")]
    [InlineData("a\u05D0")] // no directionality rule
    [InlineData("a\u200Cb", null, false)]
    [InlineData("a\u00B7b", null, false)]
    [InlineData("l\u00B7l")]
    [InlineData("a\u00AD", null, false)]
    [InlineData("\uFEFFa", null, false)]
    [InlineData("\uFFFF", null, false)]
    [InlineData("\uFFFE", null, false)]
    [InlineData("\u0378", null, false)]
    [InlineData("\u2028", null, false)]
    [InlineData("\uD83D\uDE00")]
    [InlineData("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F", "             ")]
    [InlineData("\u007F", null, false)]
    [InlineData("\u0085", null, false)]
    [InlineData("\u200B", null, false)]
    [InlineData("\u2029", null, false)]
    [InlineData("\uE000", null, false)]
    [InlineData("\U000F0000", null, false)]
    [InlineData("\u1100", null, false)] // conjoining jamo
    [InlineData("\u1100\u1161", "\uAC00")]
    [InlineData("\u05D0\u05F3")]
    [InlineData("\u05F3", null, false)]
    [InlineData("\u0660\u06F0", null, false)]
    [InlineData("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")]
    public void Prepare_follows_rfc_8265(string text, string? prepared = null, bool isValid = true)
    {
        bool isPrepared = OpaqueString.TryPrepare(text, out string? result);

        Assert.Equal(isValid, isPrepared);
        Assert.Equal(isValid ? prepared ?? text : null, isPrepared ? result : null);
    }

    [Fact]
    public void Prepare_lone_surrogate_is_refused() => Assert.False(OpaqueString.TryPrepare("a\uD83D", out _));
}
