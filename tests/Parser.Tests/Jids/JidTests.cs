using System.Text;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

public sealed class JidTests
{
    // RFC 7622 §3.5, table 1, by the number of the row.
    [Theory]
    [InlineData(1, "juliet@example.com")]
    [InlineData(2, "juliet@example.com/foo")]
    [InlineData(3, "juliet@example.com/foo bar")]
    [InlineData(4, "juliet@example.com/foo@bar")]
    [InlineData(5, "foo\\20bar@example.com")]
    [InlineData(6, "fussball@example.com")]
    [InlineData(7, "fu\u00DFball@example.com")]
    [InlineData(8, "\u03C0@example.com")]
    [InlineData(9, "\u03A3@example.com/foo", "\u03C3@example.com/foo")]
    [InlineData(10, "\u03C3@example.com/foo")]
    [InlineData(11, "\u03C2@example.com/foo")]
    [InlineData(12, "king@example.com/\u265A")]
    [InlineData(13, "example.com")]
    [InlineData(14, "example.com/foobar")]
    [InlineData(15, "a.example.com/b@example.net")]
    public void Parse_valid_example_of_rfc_7622_is_prepared(int row, string text, string? prepared = null)
    {
        Assert.True(Jid.TryParse(text, out var jid), $"example {row}");

        Assert.Equal(prepared ?? text, jid.ToString());
    }

    // RFC 7622 §3.5: 6 and 7, and 9 and 11, are different JIDs, 9 and 10 the same one.
    [Theory]
    [InlineData("fussball@example.com", "fu\u00DFball@example.com", false)]
    [InlineData("\u03A3@example.com/foo", "\u03C2@example.com/foo", false)]
    [InlineData("\u03A3@example.com/foo", "\u03C3@example.com/foo", true)]
    public void Examples_of_rfc_7622_compare_as_it_says(string left, string right, bool areSame) =>
        Assert.Equal(areSame, Jid.Parse(left).Equals(Jid.Parse(right)));

    // RFC 7622 §3.5, table 2, by the number of the row.
    [Theory]
    [InlineData(16, "\"juliet\"@example.com")]
    [InlineData(17, "foo bar@example.com")]
    [InlineData(18, "juliet@example.com/ foo")]
    [InlineData(19, "@example.com/")]
    [InlineData(20, "henry\u2163@example.com")]
    [InlineData(21, "\u265A@example.com")]
    [InlineData(22, "juliet@")]
    [InlineData(23, "/foobar")]
    public void Parse_invalid_example_of_rfc_7622_is_refused(int row, string text) =>
        Assert.False(Jid.TryParse(text, out _), $"example {row}");

    // RFC 7622 §3.3.1: these the IdentifierClass has, and a localpart has not. A slash, too, but that ends it.
    [Theory]
    [InlineData('"')]
    [InlineData('&')]
    [InlineData('\'')]
    [InlineData(':')]
    [InlineData('<')]
    [InlineData('>')]
    [InlineData('@')]
    public void Parse_excluded_from_localpart_is_refused(char c)
    {
        Assert.False(Jid.TryParse($"{c}@example.com", out _));
        Assert.False(Jid.TryParse($"a{c}b@example.com", out _));
        Assert.False(Jid.TryParse($"\u00E9{c}@example.com", out _));
        Assert.False(Jid.TryParse($"a{(char)(c + 0xFEE0)}b@example.com", out _)); // its full-width form
        Assert.True(Jid.TryParse($"juliet@example.com/a{c}b", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@example.com")]
    [InlineData("example.com/")]
    [InlineData("juliet@example.com/")]
    [InlineData("a@b@example.com")]
    [InlineData("a@b@example.com/c")]
    [InlineData("juliet@/balcony")]
    [InlineData("@")]
    [InlineData("/")]
    [InlineData("@/")]
    [InlineData(".")]
    [InlineData("juliet@example.com/\u0000")]
    [InlineData("juliet@example.com/\t")]
    [InlineData("juliet@example.com/\u00A0foo")]
    [InlineData("juliet\uFF20x@example.com")] // full-width @
    [InlineData("juliet\uFF0Fx@example.com")] // full-width /
    [InlineData("juliet@example.com\uFF0Ffoo")]
    [InlineData("juliet@example.com/\uFFFE")]
    public void Parse_malformed_is_refused(string text) => Assert.False(Jid.TryParse(text, out _));

    // No InlineData: an attribute's text is stored as UTF-8, which has no lone surrogates.
    [Fact]
    public void Parse_lone_surrogate_is_refused()
    {
        Assert.False(Jid.TryParse("\uD800@example.com", out _));
        Assert.False(Jid.TryParse("juliet@example.com/\uDC00", out _));
    }

    [Fact]
    public void Parse_splits_at_first_slash_then_at_first_at_sign_before_it()
    {
        var jid = Jid.Parse("juliet@example.com/balcony@b/c");

        Assert.Equal("juliet", Text(jid.Local));
        Assert.Equal("example.com", Text(jid.Domain));
        Assert.Equal("balcony@b/c", Text(jid.Resource));
        Assert.Equal("juliet@example.com", Text(jid.BareUtf8));
        Assert.True(jid.HasLocal && jid.IsFull && !jid.IsBare);
    }

    [Fact]
    public void Parse_domain_only_has_no_other_part()
    {
        var jid = Jid.Parse("example.com");

        Assert.Equal("example.com", Text(jid.Domain));
        Assert.True(jid.Local.IsEmpty && jid.Resource.IsEmpty);
        Assert.True(jid.IsBare && !jid.IsFull && !jid.HasLocal);
    }

    [Theory]
    [InlineData("Juliet@Example.COM/Balcony", "juliet@example.com/Balcony")]
    [InlineData("JULIET@example.com", "juliet@example.com")]
    [InlineData("\u00C4\u00D6\u00DC@example.com", "\u00E4\u00F6\u00FC@example.com")]
    [InlineData("e\u0301@example.com/e\u0301", "\u00E9@example.com/\u00E9")]
    [InlineData("\uFF4A\uFF35@example.com", "ju@example.com")]
    [InlineData("\u0130@example.com", "i\u0307@example.com")]
    [InlineData("\uD801\uDC00@example.com", "\uD801\uDC28@example.com")] // Deseret, outside the BMP
    [InlineData("juliet@example.com/a\u00A0b", "juliet@example.com/a b")]
    [InlineData("juliet@example.com/\uFF21", "juliet@example.com/\uFF21")]
    [InlineData("juliet@example.com./foo", "juliet@example.com/foo")]
    public void Parse_unprepared_is_prepared(string text, string prepared) =>
        Assert.Equal(prepared, Jid.Parse(text).ToString());

    [Theory]
    [InlineData(1023, 1023, 1023, true)]
    [InlineData(1024, 1, 1, false)]
    [InlineData(1, 1024, 1, false)]
    [InlineData(1, 1, 1024, false)]
    public void Parse_part_over_1023_bytes_is_refused(int local, int domain, int resource, bool isValid)
    {
        string text = $"{Repeat("l", local)}@{DomainOf(domain)}/{Repeat("r", resource)}";

        Assert.Equal(isValid, Jid.TryParse(text, out _));
    }

    [Fact]
    public void Parse_length_is_counted_in_prepared_bytes()
    {
        string fits = Repeat("\u00E9", 511);

        Assert.True(Jid.TryParse($"{fits}@example.com", out _));
        Assert.False(Jid.TryParse($"{fits}\u00E9@example.com", out _));
        Assert.True(Jid.TryParse($"{Repeat("\uFF4A", 1023)}@example.com", out _));
    }

    [Fact]
    public void Parse_invalid_utf8_is_refused()
    {
        Assert.False(Jid.TryParse("j\xC3@example.com"u8[..2], out _));
        Assert.False(Jid.TryParse([(byte)'a', (byte)'@', (byte)'b', (byte)'/', 0xC0, 0x80], out _));
    }

    [Fact]
    public void Parse_malformed_literal_throws_naming_it()
    {
        var thrown = Assert.Throws<FormatException>(() => Jid.Parse("a b@c"));

        Assert.Contains("a b@c", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bare_of_full_is_new_and_of_bare_is_itself()
    {
        var full = Jid.Parse("juliet@example.com/balcony");
        var bare = full.Bare;

        Assert.Equal(Jid.Parse("juliet@example.com"), bare);
        Assert.Same(bare, bare.Bare);
    }

    [Theory]
    [InlineData("balcony", "juliet@example.com/balcony")]
    [InlineData("e\u0301", "juliet@example.com/\u00E9")]
    public void TryWithResource_prepares_it(string resource, string expected)
    {
        Assert.True(Jid.Parse("juliet@example.com/old").TryWithResource(Encoding.UTF8.GetBytes(resource), out var full));

        Assert.Equal(Jid.Parse(expected), full);
        Assert.Equal(expected, full.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0007")]
    [InlineData(" balcony")]
    public void TryWithResource_malformed_is_refused(string resource) =>
        Assert.False(Jid.Parse("juliet@example.com").TryWithResource(Encoding.UTF8.GetBytes(resource), out _));

    [Fact]
    public void Equality_is_by_prepared_bytes()
    {
        var one = Jid.Parse("Juliet@example.com/x");
        var same = Jid.Parse("juliet@EXAMPLE.com/x");
        var other = Jid.Parse("juliet@example.com/X");

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.Equal(one.GetHashCode(), Jid.HashOf("juliet@example.com/x"u8));
    }

    internal static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>A name of that many bytes, in labels of at most 50.</summary>
    private static string DomainOf(int length) =>
        string.Join('.', new string('d', length).Chunk(50).Select((chunk, i) => i == 0 ? chunk : chunk[1..]).Select(c => new string(c)));

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
