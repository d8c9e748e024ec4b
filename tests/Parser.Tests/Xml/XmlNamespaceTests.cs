using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Namespaces in XML 1.0 (third edition), each case cut everywhere.</summary>
public sealed class XmlNamespaceTests
{
    [Theory]
    [InlineData("<a xmlns='urn:a'/>")]
    [InlineData("<a xmlns=''/>")]
    [InlineData("<a xmlns=''><b xmlns='urn:b'><c xmlns=''/><d/></b><e/></a>")]
    [InlineData("<q:a xmlns:q='urn:q'/>")]
    [InlineData("<q:a q:b='' xmlns:q='urn:q'/>")]
    [InlineData("<a q:b='' c='' xmlns:q='urn:q'/>")]
    [InlineData("<a xmlns:q='urn:q'/>")]
    [InlineData("<a xmlns:q='urn:q'><b><q:c/></b><q:d/></a>")]
    [InlineData("<p:a xmlns:p='urn:2'><p:b xmlns:p='urn:3'><p:c/></p:b><p:d/></p:a><p:e/>")]
    [InlineData("<a><b xmlns:p='urn:2'><p:c/></b><p:d/></a>")]
    [InlineData("<a xmlns:q='urn:1' xmlns:r='urn:1' q:b='' r:c='' b='' c=''/>")]
    [InlineData("<a xmlns:q='urn:1' xmlns:r='urn:2' q:b='' r:b='' b=''/>")]
    [InlineData("<a xmlns='urn:1' xmlns:q='urn:1' q:b='' b=''/>")]
    [InlineData("<a xmlns:q='urn:q' xmlns:Q='urn:Q' q:b='' Q:b=''/>")]
    [InlineData("<a xmlns:q='urn:x' xmlns:r='urn:X' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:x' xmlns:r='urn:%78' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:x' xmlns:r=' urn:x' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:x' xmlns:r='urn:x/' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:é' xmlns:r='urn:e\u0301' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:&amp;&#x41;&#10;' q:b=''/>")]
    [InlineData("<q:a xmlns:q=' '/>")]
    [InlineData("<q:a xmlns:q='not a URI &lt;'/>")]
    [InlineData("<a xmlns:xmla='urn:x' xmla:b=''/>")]
    [InlineData("<a xmlns:xmlnsa='urn:x' xmlnsa:b=''/>")]
    [InlineData("<a xmlns:XML='urn:x' XML:b=''/>")]
    [InlineData("<a xmlns:XMLNS='urn:x' XMLNS:b=''/>")]
    [InlineData("<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns:xml='http://www.w3.org/XML/1998/namespac&#x65;'/>")]
    [InlineData("<a xmlns:q='http://www.w3.org/XML/1998/namespace/'/>")]
    [InlineData("<a xmlns:q='http://www.w3.org/XML/1998/Namespace'/>")]
    [InlineData("<a xmlns:q='http://www.w3.org/2000/xmlns'/>")]
    [InlineData("<a xmlns='http://www.w3.org/2000/xmlns'/>")]
    [InlineData("<xml:a/>")]
    [InlineData("<xml:a xml:b=''><xml:c/></xml:a>")]
    [InlineData("<p:xmlns/>")]
    [InlineData("<p:xml p:xml=''/>")]
    [InlineData("<a p:xmlns=''/>")]
    [InlineData("<a p:xmlns='' xmlns='urn:a'/>")]
    [InlineData("<é:ż xmlns:é='urn:é' é:ñ=''/>")]
    [InlineData("<_:_ xmlns:_='urn:_' _:_=''/>")]
    [InlineData("<a.b-1:c.d-2 xmlns:a.b-1='urn:x'/>")]
    public void Names_resolve(string content) => StreamCheck.AssertVerdictOf(content, StreamCheck.Ok);

    [Theory]
    [InlineData("<q:a/>")]
    [InlineData("<a q:b=''/>")]
    [InlineData("<a><q:b/></a>")]
    [InlineData("<a p:b='' q:b=''/>")]
    [InlineData("<q:a><b xmlns:q='urn:q'/></q:a>")]
    [InlineData("<a><b xmlns:q='urn:q'/><q:c/></a>")]
    [InlineData("<a xmlns:q='urn:q'/><q:b/>")]
    [InlineData("<a xmlns:q='urn:q'></a><b q:c=''/>")]
    [InlineData("<a xmlns:q='urn:q'/><a><q:b/></a>")]
    [InlineData("<P:a/>")]
    [InlineData("<XML:a/>")]
    [InlineData("<a Xml:lang=''/>")]
    [InlineData("<a XMLNS:q='urn:q'/>")]
    [InlineData("<a xmlns:q1='urn:q' q:b=''/>")]
    [InlineData("<a xmlns:q='urn:q' q1:b=''/>")]
    [InlineData("<é:a xmlns:e\u0301='urn:é'/>")]
    public void Prefix_that_is_not_declared_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<a xmlns:q=''/>")]
    [InlineData("<q:a xmlns:q=''/>")]
    [InlineData("<a xmlns:p=''/>")]
    [InlineData("<a xmlns:q=\"\"/>")]
    [InlineData("<a xmlns:xml=''/>")]
    [InlineData("<a xmlns:xml='urn:x'/>")]
    [InlineData("<a xmlns:xml='http://www.w3.org/XML/1998/namespace/'/>")]
    [InlineData("<a xmlns:xml=' http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns:xml='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xmlns:xmlns=''/>")]
    [InlineData("<a xmlns:xmlns='urn:x'/>")]
    [InlineData("<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xmlns:xmlns='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns:q='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xmlns='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xmlns='http://www.w3.org/2000/xmlns&#x2F;'/>")]
    [InlineData("<a xmlns:q='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns='http://www.w3.org/XML/1998/namespac&#101;'/>")]
    [InlineData("<xmlns:a/>")]
    [InlineData("<xmlns:a xmlns:xmlns='urn:x'/>")]
    [InlineData("<a><xmlns:b/></a>")]
    [InlineData("<xmlns:xmlns/>")]
    public void Reserved_name_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<:/>")]
    [InlineData("<:a/>")]
    [InlineData("<a:/>")]
    [InlineData("<p:/>")]
    [InlineData("<::/>")]
    [InlineData("<p::a/>")]
    [InlineData("<p:a:b/>")]
    [InlineData("<p:a:/>")]
    [InlineData("<:p:a/>")]
    [InlineData("<p:1/>")]
    [InlineData("<p:-a/>")]
    [InlineData("<p:.a/>")]
    [InlineData("<p:\u0301a/>")]
    [InlineData("<p:\u00B7/>")]
    [InlineData("<1:a xmlns:1='urn:1'/>")]
    [InlineData("<p :a/>")]
    [InlineData("<p: a/>")]
    [InlineData("<a :=''/>")]
    [InlineData("<a :b=''/>")]
    [InlineData("<a p:=''/>")]
    [InlineData("<a p::b=''/>")]
    [InlineData("<a p:b:c=''/>")]
    [InlineData("<a p:1=''/>")]
    [InlineData("<a p :b=''/>")]
    [InlineData("<a p: b=''/>")]
    [InlineData("<a xmlns:='urn:q'/>")]
    [InlineData("<a xmlns: q='urn:q'/>")]
    [InlineData("<a xmlns :q='urn:q'/>")]
    [InlineData("<a xmlns::q='urn:q'/>")]
    [InlineData("<a xmlns:q:r='urn:q'/>")]
    [InlineData("<a xmlns:1='urn:q'/>")]
    [InlineData("<a xmlns:-='urn:q'/>")]
    [InlineData("<a :xmlns='urn:q'/>")]
    [InlineData("<a xmlns/>")]
    [InlineData("<a xmlns:q/>")]
    [InlineData("<a xmlns=urn:q/>")]
    public void Colon_out_of_place_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<a xmlns:q='urn:1' xmlns:r='urn:1' q:b='' r:b=''/>")]
    [InlineData("<a q:b='' r:b='' xmlns:q='urn:1' xmlns:r='urn:1'/>")]
    [InlineData("<a xmlns:q='urn:1' q:b='' c='' d='' xmlns:r='urn:1' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:p' p:b='' q:b=''/>")]
    [InlineData("<a xmlns:q='urn:p'><b xmlns:r='urn:p'><c q:d='' r:d=''/></b></a>")]
    [InlineData("<a xmlns:q='urn:1' xmlns:r='urn:&#x31;' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:a b' xmlns:r='urn:a\nb' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:a b' xmlns:r='urn:a\r\nb' q:b='' r:b=''/>")]
    [InlineData("<a xmlns:q='urn:1' xmlns:r='urn:2'><b xmlns:r='urn:1' q:c='' r:c=''/></a>")]
    public void Attribute_given_twice_by_expanded_name_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<q:a xmlns:q='urn:p'></p:a>")]
    [InlineData("<p:a></a>")]
    [InlineData("<a></p:a>")]
    [InlineData("<a xmlns='urn:p'></p:a>")]
    [InlineData("<p:a></p:b>")]
    [InlineData("<p:a></p>")]
    [InlineData("<p:a></p:>")]
    [InlineData("<p:a></:a>")]
    [InlineData("<p:a></p :a>")]
    [InlineData("<p:a></p: a>")]
    [InlineData("<xml:a></a>")]
    public void End_tag_has_the_prefix_of_its_start_tag(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Fact]
    public void Prefix_declared_anew_at_every_depth_is_restored_on_the_way_out()
    {
        const int Depth = 60;
        string content = string.Concat(Enumerable.Range(0, Depth).Select(i => $"<p:a xmlns:p='urn:{i}' xmlns='urn:d{i}' p:b=''><c/>"))
            + string.Concat(Enumerable.Repeat("<p:d/><e p:f=''/></p:a>", Depth)) + "<p:g/><h/>";

        AssertVerdict(content, StreamCheck.Ok);
    }

    [Fact]
    public void Prefixes_declared_in_one_tag_are_all_known_in_it_and_none_behind()
    {
        for (int count = 1; count <= 70; count++)
        {
            string declarations = string.Concat(Enumerable.Range(0, count).Select(i => $" xmlns:q{i}='urn:{i}'"));
            string attributes = string.Concat(Enumerable.Range(0, count).Select(i => $" q{i}:b=''"));
            string tag = $"<q{count - 1}:a{declarations}{attributes}";

            AssertVerdict($"{tag}/>", StreamCheck.Ok);
            AssertVerdict($"{tag}><q{count / 2}:c/></q{count - 1}:a>", StreamCheck.Ok);
            AssertVerdict($"{tag} xmlns:r='urn:{count / 2}' r:b=''/>", StreamCheck.NotWellFormed);
            AssertVerdict($"{tag}/><q{count / 2}:c/>", StreamCheck.NotWellFormed);
        }
    }

    /// <summary>Names that share their first and last bytes, and names that end where others go on.</summary>
    [Fact]
    public void Similar_names_are_told_apart()
    {
        string[] names =
        [
            "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmno", "abcdefghijklmnop", "abcdefghXjklmnop", "abcdefghijklmnopq",
            "abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrsXuvwxyz012345", "abcdefghijklmnopqrstuvwxyz0123456",
            "abcdefgh-ijklmnopqrstuvwxyz-01234567", "abcdefgh-ijklmnopqrstuXwxyz-01234567", "abcdefgh_12345678", "é", "ée", "eé",
        ];
        foreach (string first in names)
        {
            foreach (string second in names)
            {
                AssertVerdict($"<{first}></{second}>", first == second ? StreamCheck.Ok : StreamCheck.NotWellFormed);
                AssertVerdict($"<x {first}='' {second}=''/>", first == second ? StreamCheck.NotWellFormed : StreamCheck.Ok);
                AssertVerdict(
                    $"<x xmlns:{first}='urn:1' {second}:y=''/>", first == second ? StreamCheck.Ok : StreamCheck.NotWellFormed);
                AssertVerdict(
                    $"<x xmlns:q='{first}' xmlns:r='{second}' q:y='' r:y=''/>",
                    first == second ? StreamCheck.NotWellFormed : StreamCheck.Ok);
            }
        }
    }

    private static void AssertVerdict(string content, string verdict)
    {
        byte[] stream = Samples.Utf8(StreamCheck.Open + content + StreamCheck.Close);

        string actual = StreamFeeder.Run(stream, StreamCheck.NoLimits, []).Verdict;

        Assert.True(verdict == actual, $"{actual}: {StreamCheck.Escape(stream)}");
        Assert.Null(StreamCheck.FindProblem(stream, [[stream.Length / 2], [stream.Length - 9]]));
    }
}
