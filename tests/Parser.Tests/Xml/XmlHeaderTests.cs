using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// Stream headers of all sorts. The scanner knows the usual ones at sight: the others must not be taken for one of them,
/// and what follows must be resolved by what they say.
/// </summary>
public sealed class XmlHeaderTests
{
    private static readonly string[] _attributes =
    [
        "xmlns='jabber:client'", "xmlns = \"jabber:client\"", "xmlns='jabber&#58;client'", "xmlns='jabber:server'", "xmlns='urn:d'", "xmlns=''",
        "xmlns:stream='http://etherx.jabber.org/streams'", "xmlns:stream='http://etherx.jabber.org/&#115;treams'", "xmlns:stream='urn:s'",
        "xmlns:stream=''", "xmlns:db='jabber:server:dialback'", "xmlns:db='urn:db'", "xmlns:db=''", "xmlns:e='urn:e'", "xmlns:e=''",
        "xmlns:xml='http://www.w3.org/XML/1998/namespace'", "xmlns:xml=''", "xmlns:xmlns='urn:x'", "version='1.0'", "stream:a=''", "e:a=''",
        "xml:lang='en'",
    ];

    public static TheoryData<string> RootNames => ["stream:stream", "stream", "e:stream", "stream:features"];

    [Theory]
    [MemberData(nameof(RootNames))]
    public void Any_two_attributes_mean_what_they_say(string root)
    {
        foreach (string first in _attributes)
        {
            foreach (string second in _attributes)
                AssertNoProblem($"<{root} {first} {second}>", root);
        }
    }

    [Theory]
    [InlineData("xmlns='jabber:client'")]
    [InlineData("xmlns='jabber:server'")]
    [InlineData("xmlns:stream='http://etherx.jabber.org/streams'")]
    [InlineData("xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'")]
    [InlineData("xmlns='jabber:server' xmlns:db='jabber:server:dialback'")]
    public void Usual_attributes_among_others_mean_what_they_say(string usual)
    {
        foreach (string first in _attributes)
        {
            foreach (string second in _attributes)
            {
                AssertNoProblem($"<stream:stream {usual} {first} {second}>", "stream:stream");
                AssertNoProblem($"<stream:stream {first} {usual} {second}>", "stream:stream");
            }
        }
    }

    [Theory]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:e=''>")]
    [InlineData("<stream:stream xmlns='jabber:client'>")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:e='' version='1.0'>")]
    [InlineData("<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' xmlns:e=''>")]
    public void Header_with_a_prefix_that_is_not_declared_is_refused(string header) =>
        StreamCheck.AssertVerdict(Samples.Utf8(header), StreamCheck.NotWellFormed);

    private static void AssertNoProblem(string header, string root)
    {
        foreach (string content in new[] { "<a><b xmlns='urn:b'/></a><stream:features/>", "<db:result/>", "<e:c e:d=''/>", "" })
        {
            byte[] stream = Samples.Utf8($"{header}{content}</{root}>");
            StreamProblem? problem = StreamCheck.FindProblem(stream, [[stream.Length / 2]]);
            Assert.True(problem is null, $"{problem?.What}: {StreamCheck.Escape(stream)}");
        }
    }
}
