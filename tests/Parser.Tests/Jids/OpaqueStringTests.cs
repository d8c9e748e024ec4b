using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class OpaqueStringTests
{
    // RFC 8265 §4.3, tables 3 and 4, and the rules of §4.2.2.
    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("Correct Horse Battery Staple")]
    [InlineData("\u03C0\u00DF\u00E5")]
    [InlineData("Jack of \u2666s")]
    [InlineData("foo\u1680bar", "foo bar")]
    [InlineData("", null, false)]
    [InlineData("my cat is a \tby", null, false)]
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
    public void Prepare_follows_rfc_8265(string text, string? prepared = null, bool isValid = true)
    {
        bool isPrepared = OpaqueString.TryPrepare(text, out string? result);

        Assert.Equal(isValid, isPrepared);
        Assert.Equal(isValid ? prepared ?? text : null, isPrepared ? result : null);
    }

    [Fact]
    public void Prepare_lone_surrogate_is_refused() => Assert.False(OpaqueString.TryPrepare("a\uD83D", out _));
}
