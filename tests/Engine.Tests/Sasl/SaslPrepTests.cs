using Meerkat.Engine.Sasl;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

/// <summary>SASLprep: the examples of RFC 4013 §3, and a case for each of its tables.</summary>
public sealed class SaslPrepTests
{
    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a b", "a b")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("a\u200Bb", "a b")]
    [InlineData("a\u3000b", "a b")]
    [InlineData("a\u200D\uFE0Fb", "ab")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u05D0\u05D1", "\u05D0\u05D1")]
    [InlineData("\u05D01\u05D1", "\u05D01\u05D1")]
    [InlineData("\U0001F511", "\U0001F511")]
    public void Allowed_text_is_prepared(string text, string expected)
    {
        bool isAllowed = SaslPrep.TryPrepareQuery(text, out string prepared);

        Assert.True(isAllowed);
        Assert.Equal(expected, prepared);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u00AD")] // Nothing is left.
    [InlineData("\u0007")]
    [InlineData("a\0b")]
    [InlineData("a\tb")]
    [InlineData("a\u007F")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\uE000b")]
    [InlineData("a\U00100000b")]
    [InlineData("a\uFDD0b")]
    [InlineData("a\U0001FFFFb")]
    [InlineData("a\uFFFDb")]
    [InlineData("a\u2FF0b")]
    [InlineData("a\u200Eb")]
    [InlineData("a\U000E0041b")]
    [InlineData("\u06271")] // RFC 4013 §3: begins right-to-left, does not end so.
    [InlineData("1\u0627")]
    [InlineData("\u05D0a\u05D0")]
    public void Prohibited_text_is_refused(string text)
    {
        bool isAllowed = SaslPrep.TryPrepareQuery(text, out string prepared);

        Assert.False(isAllowed);
        Assert.Equal("", prepared);
    }

    [Theory]
    [InlineData('\uD800')]
    [InlineData('\uDC00')]
    public void Lone_surrogate_is_refused(char surrogate)
    {
        Assert.False(SaslPrep.TryPrepareQuery($"a{surrogate}", out string _));
    }

    [Fact]
    public void Unassigned_code_point_passes_in_queries_only()
    {
        const string Unassigned = "a\u0378";

        Assert.True(SaslPrep.TryPrepareQuery(Unassigned, out string _));
        Assert.False(SaslPrep.TryPrepareStored(Unassigned, out _));
    }

    [Theory]
    [InlineData(" ~")]
    [InlineData("a\u00ADb")]
    [InlineData("\u2168")]
    [InlineData("a\u0007b")]
    [InlineData("a\u007Fb")]
    [InlineData("")]
    public void Bytes_are_prepared_as_text_is(string text)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);

        bool isAllowed = SaslPrep.TryPrepareQuery(text, out string expected);
        bool areBytesAllowed = SaslPrep.TryPrepareQuery(utf8, out byte[] prepared);

        Assert.Equal(isAllowed, areBytesAllowed);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(expected), prepared);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        Assert.False(SaslPrep.TryPrepareQuery([0x61, 0xC0, 0x80], out byte[] _));
    }

    [Fact]
    public void Tables_are_sorted_and_disjoint()
    {
        AssertSorted(SaslPrepTables.MappedToNothing);
        AssertSorted(SaslPrepTables.NonAsciiSpaces);
        AssertSorted(SaslPrepTables.Prohibited);
        AssertSorted(SaslPrepTables.RightToLeft);
        AssertSorted(SaslPrepTables.LeftToRight);
    }

    private static void AssertSorted(ReadOnlySpan<int> ranges)
    {
        Assert.Equal(0, ranges.Length % 2);
        for (int i = 1; i < ranges.Length; i++)
            Assert.True(i % 2 == 0 ? ranges[i] > ranges[i - 1] + 1 : ranges[i] >= ranges[i - 1]);
    }
}
