using System.Text;
using System.Text.Unicode;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Char (XML 1.0 §2.2) and UTF-8 (RFC 3629 §3), everywhere in a stream.</summary>
public sealed class XmlCharTests
{
    /// <summary>Both sides of every bound of Char, of the lengths of UTF-8, and of what only looks like a bound.</summary>
    private static readonly int[] _scalars =
    [
        0x0, 0x1, 0x8, 0x9, 0xA, 0xB, 0xC, 0xD, 0xE, 0x1F, 0x20, 0x7E, 0x7F, 0x80, 0x84, 0x85, 0x86, 0x9F, 0xA0, 0xAD, 0x7FF, 0x800,
        0xFFF, 0x1000, 0x200B, 0x2028, 0x2029, 0x202E, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xF8FF, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0,
        0xFEFF, 0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x1FFFF, 0x3FFFF, 0x40000, 0xEFFFF, 0xF0000, 0xFFFFF, 0x100000,
        0x10FFFE, 0x10FFFF,
    ];

    /// <summary>Where a character may stand that has no meaning of its own.</summary>
    public static TheoryData<string> Places =>
    [
        "<a>{0}</a>", "<a>x{0}y</a>", "<a><b/>{0}<b/></a>", "<a b='{0}'/>", "<a b=\"x{0}y\"/>", "<a><![CDATA[{0}]]></a>",
        "<a><![CDATA[x]{0}]]]></a>", "<a xmlns='{0}'/>", "<a xmlns:q='urn:{0}' q:b=''/>", "<a>&amp;{0}&amp;</a>", "{0}",
        "<a/>x{0}y<a/>", "<![CDATA[{0}]]>",
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public void Character_is_accepted_where_it_is_one(string place)
    {
        foreach (int scalar in _scalars)
            StreamCheck.AssertVerdictOf(Put(place, scalar), IsChar(scalar) ? StreamCheck.Ok : StreamCheck.NotWellFormed);
    }

    [Theory]
    [InlineData("<a{0}/>")]
    [InlineData("<a{0}></a>")]
    [InlineData("<a {0}/>")]
    [InlineData("<a{0}b=''/>")]
    [InlineData("<a b{0}=''/>")]
    [InlineData("<a b={0}''/>")]
    [InlineData("<a b=''{0}/>")]
    [InlineData("<a b=''{0}c=''/>")]
    [InlineData("<a></a{0}>")]
    [InlineData("</s{0}>")]
    public void Only_four_characters_are_white_space(string place)
    {
        foreach (int scalar in _scalars.Concat([0x1680, 0x180E, 0x2000, 0x200A, 0x202F, 0x205F, 0x2060, 0x3000]))
        {
            bool isNamePart = scalar >= 0x80 && FifthEditionNames.IsNamePart(scalar);
            if (scalar is 0x9 or 0xA or 0xD or 0x20)
                StreamCheck.AssertVerdict(Stream(place, scalar), StreamCheck.Ok, StreamCheck.NotWellFormed);
            else if (!isNamePart)
                StreamCheck.AssertVerdict(Stream(place, scalar), StreamCheck.NotWellFormed);
        }
    }

    [Theory]
    [InlineData("{0}<s/>")]
    [InlineData("<?xml version='1.0'?>{0}<s/>")]
    [InlineData("<s/>{0}")]
    [InlineData("<s></s>{0}")]
    public void Only_white_space_stands_around_the_stream(string place)
    {
        foreach (int scalar in _scalars)
        {
            byte[] stream = Encoding.UTF8.GetBytes(Put(place, scalar));
            string verdict = StreamFeeder.Run(stream, StreamCheck.NoLimits, []).Verdict;

            Assert.Equal(scalar is 0x9 or 0xA or 0xD or 0x20, verdict == StreamCheck.Ok);
            Assert.Null(StreamCheck.FindProblem(stream, StreamCheck.AllCuts(stream.Length)));
        }
    }

    [Fact]
    public void Every_scalar_is_judged_as_a_character()
    {
        for (int first = 0; first < 0x110000; first += 0x40)
        {
            int[] scalars = [.. Enumerable.Range(first, 0x40).Where(Rune.IsValid).Where(scalar => scalar is not ('<' or '&'))];
            if (scalars.All(IsChar))
                Assert.Equal(StreamCheck.Ok, Verdict(string.Concat(scalars.Select(scalar => new Rune(scalar)))));
            else
                Assert.All(scalars, scalar => Assert.Equal(IsChar(scalar), Verdict(new Rune(scalar).ToString()) == StreamCheck.Ok));
        }

        static string Verdict(string text) =>
            StreamFeeder.Run(Samples.Utf8($"<s><a>{text}</a></s>"), StreamCheck.NoLimits, []).Verdict;
    }

    /// <summary>
    /// Every lead byte with bytes on both sides of every bound behind it: overlong forms, surrogates, what is beyond
    /// U+10FFFF, bytes that go on where nothing began, and bytes that are missing.
    /// </summary>
    [Theory]
    [InlineData("<a>", "</a>")]
    [InlineData("<a>漢x", "y</a>")]
    [InlineData("<a b='", "'/>")]
    [InlineData("<a><![CDATA[", "]]></a>")]
    [InlineData("", "")]
    public void Every_sequence_is_judged_as_utf8(string before, string after)
    {
        byte[] seconds = [0x00, 0x27, 0x3C, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF];
        byte[] others = [0x7F, 0x80, 0xBD, 0xBE, 0xBF, 0xC0];
        for (int lead = 0x80; lead <= 0xFF; lead++)
        {
            foreach (byte second in seconds)
            {
                foreach (byte third in lead < 0xE0 ? [0x20] : others)
                {
                    foreach (byte fourth in lead < 0xF0 ? [0x20] : others)
                        AssertJudged(before, [(byte)lead, second, third, fourth], after);
                }
            }
        }
    }

    /// <summary>No sooner can it be said, and no later may it be: what comes next may not come for a long time.</summary>
    [Theory]
    [InlineData(new byte[] { 0xC3 }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xE2 }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xE2, 0x82 }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xE0, 0xA0 }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xED, 0x9F }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xEF, 0xBF }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xF0 }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xF0, 0x90 }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0xF4, 0x8F, 0xBF }, StreamCheck.Incomplete)]
    [InlineData(new byte[] { 0x80 }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xBF }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xC0 }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xC1 }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xE0, 0x9F }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xED, 0xA0 }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xF0, 0x8F }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xF4, 0x90 }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xF5 }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xF8 }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xFE }, StreamCheck.NotWellFormed)]
    [InlineData(new byte[] { 0xFF }, StreamCheck.NotWellFormed)]
    public void Sequence_cut_short_is_refused_as_soon_as_it_cannot_go_on(byte[] bytes, string verdict)
    {
        foreach (string before in new[] { "<s><a>", "<s><a b='", "<s><a><![CDATA[", "<s><a", "<s>", "<s>x" })
            StreamCheck.AssertVerdict([.. Samples.Utf8(before), .. bytes], verdict);
    }

    private static void AssertJudged(string before, byte[] sequence, string after)
    {
        byte[] stream = [.. Samples.Utf8("<s>" + before), .. sequence, .. Samples.Utf8(after + "</s>")];

        StreamFeeder whole = StreamFeeder.Run(stream, StreamCheck.NoLimits, []);
        StreamFeeder bytewise = StreamFeeder.Run(stream, StreamCheck.NoLimits, Enumerable.Range(1, stream.Length));

        Assert.True(IsText(sequence) == (whole.Verdict == StreamCheck.Ok), StreamCheck.Escape(stream));
        Assert.Equal(whole.Verdict, bytewise.Verdict);
    }

    private static bool IsText(byte[] bytes) =>
        Utf8.IsValid(bytes) && Encoding.UTF8.GetString(bytes).EnumerateRunes().All(rune => IsChar(rune.Value));

    private static bool IsChar(int scalar) =>
        scalar is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);

    private static byte[] Stream(string place, int scalar) =>
        Samples.Utf8(StreamCheck.Open + Put(place, scalar) + (place.StartsWith("</s", StringComparison.Ordinal) ? "" : StreamCheck.Close));

    private static string Put(string place, int scalar) =>
        place.Replace("{0}", new Rune(scalar).ToString(), StringComparison.Ordinal);
}
