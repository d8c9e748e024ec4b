using System.Text;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Jids;

[Collection(nameof(Allocations))]
public sealed class JidPreparerTests
{
    [Theory]
    [InlineData("example.com")]
    [InlineData("juliet@capulet.example")]
    [InlineData("juliet@capulet.example/balcony of 1597")]
    public void TryParse_prepared_ascii_is_a_view_of_the_input_and_allocates_nothing(string text)
    {
        var preparer = new JidPreparer();
        byte[] input = Encoding.UTF8.GetBytes(text);
        Parse(preparer, input);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isView = preparer.TryParse(input, out var jid) && jid.Utf8.Overlaps(input);
        int bytes = jid.Bare.Length + jid.Local.Length + jid.Domain.Length + jid.Resource.Length;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(isView);
        Assert.True(bytes > 0);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("a b@example.com")]
    [InlineData("@example.com")]
    [InlineData("juliet@-example.com")]
    public void TryParse_invalid_ascii_allocates_nothing(string text)
    {
        var preparer = new JidPreparer();
        byte[] input = Encoding.UTF8.GetBytes(text);
        _ = preparer.TryParse(input, out _);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isValid = preparer.TryParse(input, out _);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.False(isValid);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void TryParse_known_unprepared_is_the_cached_jid_and_allocates_nothing()
    {
        var preparer = new JidPreparer();
        byte[] input = Encoding.UTF8.GetBytes("Juliet@CAPULET.example/\u265A");
        var first = Parse(preparer, input);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var second = Parse(preparer, input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Same(first, second);
        Assert.Equal("juliet@capulet.example/\u265A", second.ToString());
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("ju\u00E9liet@example.com")]
    [InlineData("\u03C0@b\u00FCcher.example/\u265A")]
    [InlineData("\u03A3@example.com/foo")]
    [InlineData("juliet@xn--bcher-kva.example")]
    [InlineData("juliet@[2001:DB8::1]")]
    [InlineData("juliet@example.com.")]
    [InlineData("juliet@example.com/\U0001F600")]
    public void TryParse_known_of_the_slow_path_allocates_nothing(string text)
    {
        var preparer = new JidPreparer();
        byte[] input = Encoding.UTF8.GetBytes(text);
        var expected = Jid.Parse(text);
        Parse(preparer, input);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isValid = preparer.TryParse(input, out var jid);
        int bytes = jid.Bare.Length + jid.Local.Length + jid.Domain.Length + jid.Resource.Length;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(isValid && bytes > 0);
        Assert.Equal(0, allocated);
        Assert.Equal(expected, jid.ToJid());
    }

    [Fact]
    public void TryParse_known_with_references_allocates_nothing()
    {
        var preparer = new JidPreparer();
        byte[] raw = "&#x4A;uliet@example.com/d&apos;arc"u8.ToArray();
        Assert.True(preparer.TryParse(XmlValue.OfAttribute(raw), out _));

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isValid = preparer.TryParse(XmlValue.OfAttribute(raw), out var jid);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(isValid);
        Assert.Equal("juliet@example.com/d'arc", jid.ToString());
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void TryParse_known_invalid_allocates_nothing()
    {
        var preparer = new JidPreparer();
        byte[] input = Encoding.UTF8.GetBytes("henry\u2163@example.com");
        _ = preparer.TryParse(input, out _);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isValid = preparer.TryParse(input, out _);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.False(isValid);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Cache_holds_no_more_than_its_limit()
    {
        var preparer = new JidPreparer(maxCachedJids: 8);
        byte[][] inputs = [.. Enumerable.Range(0, 1000).Select(i => Encoding.UTF8.GetBytes($"\u00E9{i}@example.com"))];
        Jid[] first = [.. inputs.Select(input => Parse(preparer, input))];

        // From the back, so that what is prepared anew replaces no entry still to be asked for but its own slot's.
        int known = Enumerable.Range(0, 1000).Reverse().Count(i => ReferenceEquals(first[i], Parse(preparer, inputs[i])));

        Assert.InRange(known, 1, 8);
    }

    /// <summary>Whatever a flood of addresses, valid and not, does to the cache, the answers stay right.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Cache_gives_the_right_answers_in_a_flood(int maxCachedJids)
    {
        var preparer = new JidPreparer(maxCachedJids);
        (byte[] Input, string? Prepared)[] known =
        [
            ("Juliet@CAPULET.example/\u265A"u8.ToArray(), "juliet@capulet.example/\u265A"),
            ("\u03A3@example.com/foo"u8.ToArray(), "\u03C3@example.com/foo"),
            ("\u03C2@example.com/foo"u8.ToArray(), "\u03C2@example.com/foo"),
            ("henry\u2163@example.com"u8.ToArray(), null),
            ("juliet@example.com"u8.ToArray(), "juliet@example.com"),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            string suffix = (i & 1) == 0 ? "" : "\u2163";
            byte[] flood = Encoding.UTF8.GetBytes($"\u00C9{i}{suffix}@example.com");
            Assert.Equal((i & 1) == 0, preparer.TryParse(flood, out var jid));
            if ((i & 1) == 0)
                Assert.Equal($"\u00E9{i}@example.com", jid.ToString());

            (byte[] input, string? prepared) = known[i % known.Length];
            Assert.Equal(prepared is not null, preparer.TryParse(input, out jid));
            Assert.Equal(prepared, prepared is null ? null : jid.ToString());
        }
    }

    [Fact]
    public void Cache_keeps_no_bytes_of_its_input()
    {
        var preparer = new JidPreparer(maxCachedJids: 1);
        byte[] input = Encoding.UTF8.GetBytes("\u00C9@example.com");
        Parse(preparer, input);
        byte[] other = Encoding.UTF8.GetBytes("\u00C8@example.com");

        other.CopyTo(input, 0);

        Assert.Equal("\u00E8@example.com", Parse(preparer, input).ToString());
        Assert.Equal("\u00E9@example.com", Parse(preparer, Encoding.UTF8.GetBytes("\u00C9@example.com")).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Cache_of_any_size_works(int maxCachedJids)
    {
        var preparer = new JidPreparer(maxCachedJids);

        Assert.Equal("\u00E9@example.com", Parse(preparer, Encoding.UTF8.GetBytes("\u00C9@example.com")).ToString());
        Assert.Equal("\u00E8@example.com", Parse(preparer, Encoding.UTF8.GetBytes("\u00C8@example.com")).ToString());
    }

    [Fact]
    public void Cache_leaves_out_long_input()
    {
        var preparer = new JidPreparer();
        byte[] input = Encoding.UTF8.GetBytes(JidTests.Repeat("\u00E9", 500) + "@example.com");

        Assert.NotSame(Parse(preparer, input), Parse(preparer, input));
    }

    [Fact]
    public void Cache_serves_many_threads()
    {
        var preparer = new JidPreparer(maxCachedJids: 16);
        string[] expected = [.. Enumerable.Range(0, 64).Select(i => $"\u00E9{i}@example.com")];
        byte[][] inputs = [.. expected.Select(text => Encoding.UTF8.GetBytes(text.ToUpperInvariant()))];

        Parallel.For(0, 20_000, i => Assert.Equal(expected[i & 63], Parse(preparer, inputs[i & 63]).ToString()));
    }

    [Fact]
    public void View_of_jid_is_that_jid()
    {
        var jid = Jid.Parse("juliet@example.com/balcony");

        var view = JidView.Of(jid);

        Assert.Same(jid, view.ToJid());
        Assert.True(view.Equals(jid));
        Assert.False(view.Equals(jid.Bare));
        Assert.Equal("juliet@example.com/balcony", view.ToString());
        Assert.True(view.IsFull && view.HasLocal && !view.IsBare);
    }

    [Fact]
    public void View_that_failed_is_empty()
    {
        _ = new JidPreparer().TryParse("@"u8, out var view);

        Assert.True(view.Utf8.IsEmpty && view.Bare.IsEmpty && view.Domain.IsEmpty);
    }

    [Fact]
    public void ToJid_of_input_is_a_copy()
    {
        byte[] input = "juliet@example.com/balcony"u8.ToArray();
        var jid = Parse(new JidPreparer(), input);

        input.AsSpan().Clear();

        Assert.Equal(Jid.Parse("juliet@example.com/balcony"), jid);
    }

    private static Jid Parse(JidPreparer preparer, byte[] input)
    {
        Assert.True(preparer.TryParse(input, out var jid));
        return jid.ToJid();
    }
}
