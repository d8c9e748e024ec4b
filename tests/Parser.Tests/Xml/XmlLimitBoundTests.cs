using System.Text.RegularExpressions;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Each limit, met exactly and exceeded by one, in streams cut everywhere and in streams that end too early.</summary>
public sealed partial class XmlLimitBoundTests
{
    // More than two windows of the scanner.
    private const int MaxSize = 70;

    [Theory]
    [InlineData("<a>{x}</a>")]
    [InlineData("<a>{x}<b/></a>")]
    [InlineData("<a><b/>{x}</a>")]
    [InlineData("<a>{&#65;}</a>")]
    [InlineData("<a>&#x{0}41;</a>")]
    [InlineData("<a>{é}</a>")]
    [InlineData("<a>{😀}</a>")]
    [InlineData("<a><![CDATA[{x}]]></a>")]
    [InlineData("<a b='{x}'/>")]
    [InlineData("<a b='{漢}'></a>")]
    [InlineData("<a{ }/>")]
    [InlineData("<a></a{ }>")]
    [InlineData("<a{x}/>")]
    [InlineData("<a{x}></a{x}>")]
    [InlineData("<a>{<b/>}</a>")]
    [InlineData("<a>{<b></b>}</a>")]
    [InlineData("<a>{\r\n}</a>")]
    public void Stanza_of_exactly_the_limit_is_accepted(string template)
    {
        for (int count = 0; count <= MaxSize; count++)
        {
            string stanza = Repeat(template, count);
            int length = Samples.Utf8(stanza).Length;
            string stream = $"<s> <a/>{stanza} \n<a/></s>";
            if (length < "<a/>".Length)
                continue;

            AssertVerdict(stream, StreamCheck.NoLimits with { MaxStanzaBytes = length }, StreamCheck.Ok);
            AssertVerdict(stream, StreamCheck.NoLimits with { MaxStanzaBytes = length - 1 }, StreamCheck.Policy);
        }
    }

    /// <summary>What is not whole when as many bytes are there as it may have cannot become whole.</summary>
    [Theory]
    [InlineData("<a>")]
    [InlineData("<a>{x}")]
    [InlineData("<a b='{x}")]
    [InlineData("<a{x}")]
    [InlineData("<a b{ }")]
    [InlineData("<a><![CDATA[{x}")]
    [InlineData("<a>{<b/>}")]
    [InlineData("<a></a{ }")]
    [InlineData("<a>&#x{0}")]
    [InlineData("<a>&{n}")]
    [InlineData("&#{0}")]
    [InlineData("<![CDATA[{x}")]
    [InlineData("</{s}")]
    [InlineData("</s{ }")]
    public void Stanza_that_cannot_end_in_time_is_refused(string template)
    {
        for (int count = 1; count <= MaxSize; count++)
        {
            string beginning = Repeat(template, count);
            int length = Samples.Utf8(beginning).Length;

            AssertVerdict("<s>" + beginning, StreamCheck.NoLimits with { MaxStanzaBytes = length + 1 }, StreamCheck.Incomplete);
            AssertVerdict("<s>" + beginning, StreamCheck.NoLimits with { MaxStanzaBytes = length }, StreamCheck.Policy);
        }
    }

    [Theory]
    [InlineData("<s{ }>")]
    [InlineData("<s{x}>")]
    [InlineData("<s a='{x}'>")]
    [InlineData("<s xmlns='{é}'>")]
    [InlineData("{ }<s>")]
    [InlineData("{\n} <s>")]
    [InlineData("<?xml version='1.0'{ }?><s>")]
    [InlineData("<?xml version='1.0'?>{\n}<s>")]
    [InlineData("<?xml version='1.{0}0'?>{ }<s>")]
    public void Header_of_exactly_the_limit_is_accepted(string template)
    {
        for (int count = 0; count <= MaxSize; count++)
        {
            string header = Repeat(template, count);
            int length = Samples.Utf8(header).Length;
            foreach (string rest in new[] { "", "<a/>", "<a>" + new string('x', 100) })
            {
                AssertVerdict(header + rest, StreamCheck.NoLimits with { MaxHeaderBytes = length }, StreamCheck.Incomplete);
                AssertVerdict(header + rest, StreamCheck.NoLimits with { MaxHeaderBytes = length - 1 }, StreamCheck.Policy);
            }

            AssertVerdict(header[..^1], StreamCheck.NoLimits with { MaxHeaderBytes = length }, StreamCheck.Incomplete);
            AssertVerdict(header[..^1], StreamCheck.NoLimits with { MaxHeaderBytes = length - 1 }, StreamCheck.Policy);
        }
    }

    [Theory]
    [InlineData("<{x}/>", 0)]
    [InlineData("<{x}></{x}>", 0)]
    [InlineData("<{x}>", 0)]
    [InlineData("<{x} ", 0)]
    [InlineData("<{é}/>", 0)]
    [InlineData("<p:{x}/>", 2)]
    [InlineData("<a {x}='1'/>", 0)]
    [InlineData("<a {x} = '1'/>", 0)]
    [InlineData("<a {x}=\"1\" c='2'></a>", 0)]
    [InlineData("<a b='' {x}='1'", 0)]
    [InlineData("<a p:{x}='1'/>", 2)]
    [InlineData("<a {漢}=''/>", 0)]
    public void Name_of_exactly_the_limit_is_accepted(string template, int prefixLength)
    {
        for (int count = 1; count <= MaxSize; count++)
        {
            string content = Repeat(template, count);
            int length = (Samples.Utf8(Repeated().Match(template).Groups[1].Value).Length * count) + prefixLength;
            string verdict = content.EndsWith("/>", StringComparison.Ordinal) || content.Contains("</", StringComparison.Ordinal)
                ? StreamCheck.Ok : StreamCheck.Incomplete;
            string stream = $"<s xmlns:p='u'>{content}{(verdict == StreamCheck.Ok ? "</s>" : "")}";
            if (length - 1 < "xmlns:p".Length)
                continue;

            AssertVerdict(stream, StreamCheck.NoLimits with { MaxNameBytes = length }, verdict);
            AssertVerdict(stream, StreamCheck.NoLimits with { MaxNameBytes = length - 1 }, StreamCheck.Policy);
        }
    }

    [Theory]
    [InlineData("<a b='{x}'/>")]
    [InlineData("<a b=\"{x}\"></a>")]
    [InlineData("<a b='' c='{é}' d=''/>")]
    [InlineData("<a b='{&#65;}'/>")]
    [InlineData("<a b='{\n}'/>")]
    [InlineData("<a b='{>}'/>")]
    [InlineData("<a xmlns='{x}'/>")]
    [InlineData("<q:a xmlns:q='{x}'/>")]
    public void Value_of_exactly_the_limit_is_accepted(string template)
    {
        for (int count = 1; count <= MaxSize; count++)
        {
            string stream = $"<s>{Repeat(template, count)}</s>";
            int length = Samples.Utf8(Repeated().Match(template).Groups[1].Value).Length * count;

            AssertVerdict(stream, StreamCheck.NoLimits with { MaxValueBytes = length }, StreamCheck.Ok);
            AssertVerdict(stream, StreamCheck.NoLimits with { MaxValueBytes = length - 1 }, StreamCheck.Policy);
        }
    }

    [Theory]
    [InlineData("<a b='{x}")]
    [InlineData("<a b=\"{>}")]
    [InlineData("<a b='' c='{é}")]
    public void Value_that_goes_on_over_the_limit_is_refused(string template)
    {
        for (int count = 1; count <= MaxSize; count++)
        {
            string stream = "<s>" + Repeat(template, count);
            int length = Samples.Utf8(Repeated().Match(template).Groups[1].Value).Length * count;

            AssertVerdict(stream, StreamCheck.NoLimits with { MaxValueBytes = length }, StreamCheck.Incomplete);
            AssertVerdict(stream, StreamCheck.NoLimits with { MaxValueBytes = length - 1 }, StreamCheck.Policy);
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", "")]
    [InlineData("", " xmlns:q='urn:q' xmlns='urn:d'")]
    public void As_many_attributes_as_the_limit_are_accepted(string gap, string declarations)
    {
        for (int count = 2; count <= MaxSize; count++)
        {
            int declared = declarations.Count(c => c == '=');
            string attributes = declarations + string.Concat(Enumerable.Range(declared, count - declared).Select(i => $" b{i}{gap}={gap}''"));
            string stream = $"<s><a{attributes}/><a{attributes}></a></s>";

            AssertVerdict(stream, StreamCheck.NoLimits with { MaxAttributes = count }, StreamCheck.Ok);
            AssertVerdict(stream, StreamCheck.NoLimits with { MaxAttributes = count - 1 }, StreamCheck.Policy);
            AssertVerdict(
                $"<s><a{attributes} c='", StreamCheck.NoLimits with { MaxAttributes = count }, StreamCheck.Policy);
        }
    }

    [Theory]
    [InlineData("<a>", "</a>")]
    [InlineData("<a b='c'>x", "y</a>")]
    [InlineData("<a><b/>", "</a>")]
    public void As_deep_as_the_limit_is_accepted(string open, string close)
    {
        for (int depth = 1; depth <= MaxSize; depth++)
        {
            string opened = string.Concat(Enumerable.Repeat(open, depth));
            string closed = string.Concat(Enumerable.Repeat(close, depth));
            int elements = 1 + depth + (open.Contains("<b/>", StringComparison.Ordinal) ? 1 : 0);

            AssertVerdict($"<s>{opened}{closed}</s>", StreamCheck.NoLimits with { MaxDepth = elements }, StreamCheck.Ok);
            AssertVerdict($"<s>{opened}{closed}</s>", StreamCheck.NoLimits with { MaxDepth = elements - 1 }, StreamCheck.Policy);
        }
    }

    [Fact]
    public void As_many_prefixes_as_the_limit_are_accepted()
    {
        for (int count = 1; count <= MaxSize; count++)
        {
            string inOneTag = "<a" + string.Concat(Enumerable.Range(0, count).Select(i => $" xmlns:q{i}='u'")) + "/>";
            string inMany = string.Concat(Enumerable.Range(0, count).Select(i => $"<a xmlns:q='u{i}'>"))
                + string.Concat(Enumerable.Repeat("</a>", count));
            string inNeighbours = "<a>" + string.Concat(Enumerable.Repeat(inOneTag, 3)) + "</a>" + inOneTag;
            foreach (string content in new[] { inOneTag, inMany, inNeighbours })
            {
                string stream = $"<s xmlns:p='u' xmlns='u'>{content}</s>";

                AssertVerdict(stream, StreamCheck.NoLimits with { MaxPrefixes = count }, StreamCheck.Ok);
                AssertVerdict(stream, StreamCheck.NoLimits with { MaxPrefixes = count - 1 }, StreamCheck.Policy);
            }
        }
    }

    [Theory]
    [InlineData("<s>{ }<a/>{\n}<a/>{ }</s>")]
    [InlineData("<s>{<a/>}</s>")]
    [InlineData("<s>{<a>x</a>\n}</s>")]
    public void What_is_between_and_before_stanzas_does_not_count(string template)
    {
        XmlLimits limits = StreamCheck.NoLimits with { MaxStanzaBytes = 12, MaxDepth = 2, MaxPrefixes = 0, MaxAttributes = 0 };
        for (int count = 0; count <= MaxSize; count++)
            AssertVerdict(Repeat(template, count), limits, StreamCheck.Ok);
    }

    /// <summary>
    /// Whichever comes first, the limit or the mistake, does so however the stream is cut; and no more is kept than is
    /// allowed.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(200_000)]
    [InlineData(300_000)]
    public void Limits_of_any_size_refuse_the_same_however_cut(int firstCase)
    {
        for (int number = firstCase; number < firstCase + 2_500; number++)
        {
            var random = new Random(number);
            byte[] stream = new StreamMutator(random).Next();
            XmlLimits limits = Any(random);
            StreamFeeder unlimited = StreamFeeder.Run(stream, StreamCheck.NoLimits, []);
            StreamFeeder whole = StreamFeeder.Run(stream, limits, []);

            Assert.True(whole.Verdict == StreamCheck.Policy || whole.Verdict == unlimited.Verdict, Describe(stream, limits, whole.Verdict));
            Assert.True(
                whole.Verdict != StreamCheck.Incomplete || whole.UnreadLength < Math.Max(limits.MaxStanzaBytes, limits.MaxHeaderBytes),
                Describe(stream, limits, "keeps too much"));
            foreach (int[] cuts in StreamCheck.SomeCuts(stream.Length, random))
            {
                StreamFeeder cut = StreamFeeder.Run(stream, limits, cuts);
                Assert.True(
                    cut.Verdict == whole.Verdict && cut.SettledEvents.SequenceEqual(whole.SettledEvents) && cut.Fault is null,
                    Describe(stream, limits, $"{whole.Verdict}, cut {cut.Verdict} [{string.Join(", ", cuts)}] {cut.Fault}"));
            }
        }
    }

    private static XmlLimits Any(Random random) => new()
    {
        MaxStanzaBytes = random.Next(20, 800),
        MaxHeaderBytes = random.Next(20, 400),
        MaxDepth = random.Next(1, 10),
        MaxAttributes = random.Next(1, 24),
        MaxNameBytes = random.Next(1, 40),
        MaxValueBytes = random.Next(1, 80),
        MaxPrefixes = random.Next(0, 4),
    };

    private static string Describe(byte[] stream, XmlLimits limits, string what) => $"{what}: {limits} {StreamCheck.Escape(stream)}";

    private static string Repeat(string template, int count) =>
        Repeated().Replace(template, match => string.Concat(Enumerable.Repeat(match.Groups[1].Value, count)));

    private static void AssertVerdict(string stream, XmlLimits limits, string verdict)
    {
        byte[] bytes = Samples.Utf8(stream);
        StreamFeeder whole = StreamFeeder.Run(bytes, limits, []);
        Assert.True(verdict == whole.Verdict, Describe(bytes, limits, whole.Verdict));
        Assert.Null(whole.Fault);

        int[] everywhere = [.. Enumerable.Range(1, bytes.Length)];
        foreach (int[] cuts in new int[][] { everywhere, [bytes.Length / 2], [bytes.Length - 1], [bytes.Length - 6] })
        {
            StreamFeeder cut = StreamFeeder.Run(bytes, limits, cuts.Where(offset => offset > 0));
            Assert.True(verdict == cut.Verdict, Describe(bytes, limits, $"{cut.Verdict}, cut [{string.Join(", ", cuts)}]"));
            Assert.Equal(whole.SettledEvents, cut.SettledEvents);
        }
    }

    [GeneratedRegex(@"\{([^}]*)\}", RegexOptions.Singleline)]
    private static partial Regex Repeated();
}
