using System.Text.RegularExpressions;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Every kind of token at every place in the steps of a scanner that looks at 16, 32 or 64 bytes at a time, and with every
/// length from nothing to more than two of the longest steps.
/// </summary>
public sealed partial class XmlAlignmentTests
{
    private const int MaxPadding = 130;

    // What stands in braces is repeated.
    [Theory]
    [InlineData("<a>{x}</a>")]
    [InlineData("<a>{x}<b c='d'/>y</a>")]
    [InlineData("<a>{x}<p:b p:c='d' e=\"f\">y</p:b></a>")]
    [InlineData("<a>{x}&amp;y&#x1F600;</a>")]
    [InlineData("<a>{&lt;}</a>")]
    [InlineData("<a>{x}é漢😀<b/></a>")]
    [InlineData("<a>{é}</a>")]
    [InlineData("<a>{x}漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢</a>")]
    [InlineData("<a>{😀}<b/></a>")]
    [InlineData("<a>{x}\r\n\r\r\n\ny</a>")]
    [InlineData("<a>{\r}</a>")]
    [InlineData("<a>{\r\n}</a>")]
    [InlineData("<a>{ }<b/>{ }</a>")]
    [InlineData("<a>{x}> >> \" ' ] ]] ]>y</a>")]
    [InlineData("<a>{x}]]&gt;</a>")]
    [InlineData("<a>{]}</a>")]
    [InlineData("<a>{]}></a>")]
    [InlineData("<a>{x}]]></a>")]
    [InlineData("<a>{x}]]]></a>")]
    [InlineData("<a>{x}<![CDATA[y]]>z</a>")]
    [InlineData("<a><![CDATA[{x}]]></a>")]
    [InlineData("<a><![CDATA[{x}]]]]>]]</a>")]
    [InlineData("<a><![CDATA[{]}]]></a>")]
    [InlineData("<a><![CDATA[{x}\r\n<&>漢]]></a>")]
    [InlineData("<a><![CDATA[{<}]]></a>")]
    [InlineData("<a>{<b/>}</a>")]
    [InlineData("<a>{<b>y</b>}</a>")]
    [InlineData("{<a/>}")]
    [InlineData("<a/>{ }<b/>{\n}<c/>")]
    [InlineData("{x}<a/>{x}<b/>")]
    [InlineData("<{x}y/>")]
    [InlineData("<{x}y></{x}y>")]
    [InlineData("<{x}y></{x}z>")]
    [InlineData("<{x}y></{x}>")]
    [InlineData("<{x}y></{x}yy>")]
    [InlineData("<p:{x}y></p:{x}y>")]
    [InlineData("<y{é}></y{é}>")]
    [InlineData("<q{x}:y xmlns:q{x}='urn:q'/>")]
    [InlineData("<q{x}:y xmlns:q{x}z='urn:q'/>")]
    [InlineData("<a y{x}='1'/>")]
    [InlineData("<a y{x}='1' y{x}z='2'/>")]
    [InlineData("<a y{x}='1' y{x}='2'/>")]
    [InlineData("<a p:y{x}='1' q:y{x}='2' xmlns:q='urn:p'/>")]
    [InlineData("<a p:y{x}='1' q:y{x}='2' xmlns:q='urn:{x}'/>")]
    [InlineData("<a xmlns='urn:{x}' xmlns:q='urn:{x}' q:b='' b=''><b/></a>")]
    [InlineData("<a b='{x}'/>")]
    [InlineData("<a b='{x}' c=\"{x}\" d=''>y</a>")]
    [InlineData("<a b='{x}\"'>y</a>")]
    [InlineData("<a b=\"{x}'\">y</a>")]
    [InlineData("<a b='{x}>/>]]>'/>")]
    [InlineData("<a b='{x}<'/>")]
    [InlineData("<a b='{x}&lt;&#10;'/>")]
    [InlineData("<a b='{x}& '/>")]
    [InlineData("<a b='{x}\r\n\t\r '/>")]
    [InlineData("<a b='{\n}'/>")]
    [InlineData("<a b='{x}é漢😀'/>")]
    [InlineData("<a b='{漢}'/>")]
    [InlineData("<a{ } b{ }={\n}'1'{\t}/>")]
    [InlineData("<a b='1'{ }c='2'{ }></a{ }>")]
    [InlineData("<a b='1'{ }c/>")]
    [InlineData("<a{ }/ >")]
    [InlineData("<a>&#{0}65;</a>")]
    [InlineData("<a>&#x{0}110000;</a>")]
    [InlineData("<a>&{n}bsp;</a>")]
    [InlineData("<a b='&{n}bsp;'/>")]
    [InlineData("<a>{x}\u0001</a>")]
    [InlineData("<a>{x}\u0000</a>")]
    [InlineData("<a b='{x}\u001F'/>")]
    [InlineData("<a>{x}\uFFFE</a>")]
    [InlineData("<a b='{漢}\uFFFF'/>")]
    [InlineData("<a>{x}\u007F\u0085\u2028\uFFFD</a>")]
    [InlineData("<a>{x}<!-- --></a>")]
    [InlineData("<a>{x}<?y?></a>")]
    [InlineData("{<a/>}<!DOCTYPE a>")]
    [InlineData("<a>{x}</b>")]
    [InlineData("<a>{x}<\u2190/></a>")]
    [InlineData("<a>{x}<q:b/></a>")]
    public void Token_at_any_place_is_read(string content)
    {
        for (int padding = 0; padding <= MaxPadding; padding++)
        {
            string padded = Repeated().Replace(content, match => string.Concat(Enumerable.Repeat(match.Groups[1].Value, padding)));
            byte[] stream = Samples.Utf8($"<s xmlns='urn:d' xmlns:p='urn:p'>{padded}</s>");

            AssertNoProblem(stream, padding);
        }
    }

    /// <summary>The end of a sequence that is no UTF-8 may be at any place, and so may its beginning.</summary>
    [Fact]
    public void Illegal_bytes_at_any_place_are_refused()
    {
        foreach (byte[] illegal in FuzzStreams.IllegalBytes)
        {
            for (int padding = 0; padding <= MaxPadding; padding++)
            {
                byte[] stream = [.. Samples.Utf8("<s><a>" + new string('x', padding)), .. illegal, .. Samples.Utf8("</a></s>")];

                AssertNoProblem(stream, padding);
            }
        }
    }

    private static void AssertNoProblem(byte[] stream, int padding)
    {
        // Around a step, in small steps of another length, and where the last token begins.
        int[][] ways = [[stream.Length / 2], [64], [32, 33], [.. Enumerable.Range(1, stream.Length / 7).Select(i => i * 7)],
            [stream.Length - 6], [stream.Length - 10, stream.Length - 9]];
        StreamProblem? problem = StreamCheck.FindProblem(stream, ways.Select(cuts => cuts.Where(cut => cut <= stream.Length).ToArray()));
        Assert.True(problem is null, $"{problem?.What}: {StreamCheck.Escape(stream)} [{string.Join(", ", problem?.Cuts ?? [])}]");

        StreamFeeder alone = StreamFeeder.Run(stream, StreamCheck.NoLimits, []);
        byte[] behind = StreamCheck.HostileBytes[padding % StreamCheck.HostileBytes.Count];
        var around = new StreamSurroundings { Offset = padding, Behind = behind };
        StreamFeeder among = StreamFeeder.Run(stream, StreamCheck.NoLimits, [], around);
        Assert.Equal(alone.Verdict, among.Verdict);
        Assert.Equal(alone.SettledEvents, among.SettledEvents);
    }

    [GeneratedRegex(@"\{([^}]*)\}", RegexOptions.Singleline)]
    private static partial Regex Repeated();
}
