using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class JidTests
{
    // RFC 7622 §3.5, table 1.
    [Theory]
    [InlineData("juliet@example.com")]
    [InlineData("juliet@example.com/foo")]
    [InlineData("juliet@example.com/foo bar")]
    [InlineData("juliet@example.com/foo@bar")]
    [InlineData("foo\\20bar@example.com")]
    [InlineData("fussball@example.com")]
    [InlineData("fu\u00DFball@example.com")]
    [InlineData("\u03C0@example.com")]
    [InlineData("\u03A3@example.com/foo", "\u03C3@example.com/foo")]
    [InlineData("\u03C3@example.com/foo")]
    [InlineData("\u03C2@example.com/foo")]
    [InlineData("king@example.com/\u265A")]
    [InlineData("example.com")]
    [InlineData("example.com/foobar")]
    [InlineData("a.example.com/b@example.net")]
    public void Parse_valid_example_of_rfc_7622_is_prepared(string text, string? prepared = null)
    {
        Assert.True(Jid.TryParse(text, out var jid));

        Assert.Equal(prepared ?? text, jid.ToString());
    }

    // RFC 7622 §3.5, table 2.
    [Theory]
    [InlineData("\"juliet\"@example.com")]
    [InlineData("foo bar@example.com")]
    [InlineData("juliet@example.com/ foo")]
    [InlineData("@example.com/")]
    [InlineData("henry\u2163@example.com")]
    [InlineData("\u265A@example.com")]
    [InlineData("juliet@")]
    [InlineData("/foobar")]
    public void Parse_invalid_example_of_rfc_7622_is_refused(string text) =>
        Assert.False(Jid.TryParse(text, out _));
}
