using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>A stream that is begun anew on its connection (RFC 6120 §4.3.3): nothing of the old one is left.</summary>
public sealed class XmlRestartTests
{
    private const string Header = "<s:s xmlns='urn:d' xmlns:s='urn:s' xmlns:p='urn:p'>";

    [Theory]
    [InlineData(Header, "<s:s xmlns:s='urn:s'></s:s>")]
    [InlineData(Header + "<a/>", "<s/>")]
    [InlineData(Header + "<a/>", "<?xml version='1.0'?><s/>")]
    [InlineData(Header + "<a/>", "\n<s/>")]
    [InlineData("<?xml version='1.0'?>" + Header + "<a/>", "<?xml version='1.0'?>" + Header + "<p:a/></s:s>")]
    [InlineData(Header + "<a/> \n", "<?xml version='1.0'?><s/>")]
    [InlineData(Header + "<a><b c='", "<s/>")]
    [InlineData(Header + "<a b", "<s><c/></s>")]
    [InlineData(Header + "<a>&am", "<s>x</s>")]
    [InlineData(Header + "<a><![CDATA[x]]", "<s>></s>")]
    [InlineData(Header + "x]]", "<s>></s>")]
    [InlineData(Header + "<a>\r", "<s>\n<a>\n</a></s>")]
    [InlineData(Header + "x", " <s/>")]
    [InlineData(Header + "&amp;", "\n<s/>")]
    [InlineData(Header + "<a", "<s/>")]
    [InlineData(Header + "<", "<s/>")]
    [InlineData("<?xml version='1.", "<?xml version='1.0'?><s/>")]
    [InlineData("<?xm", "<s/>")]
    [InlineData("", "<s/>")]
    [InlineData("<s></s>", "<s></s>")]
    [InlineData("<s/>", "<s/>")]
    [InlineData("<s></s>x", "<s></s>")]
    [InlineData("<s><!-- -->", "<s></s>")]
    [InlineData("<s><a b='' b=''/>", "<s><a b=''/></s>")]
    [InlineData("<s>\u0001", "<s></s>")]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?>", "<s/>")]
    public void New_stream_is_a_stream(string before, string after) => AssertVerdict(StreamCheck.Ok, before, after);

    [Theory]
    [InlineData(Header, "</s:s>")]
    [InlineData(Header, "<a/><b/>")]
    [InlineData(Header, "<p:a/>")]
    [InlineData(Header, "<a><p:b/></a>")]
    [InlineData(Header, "<a p:b=''/>")]
    [InlineData(Header + "<a xmlns:q='urn:q'>", "<a><q:b/></a>")]
    [InlineData(Header + "<a>", "<s></a>")]
    [InlineData(Header, "<s></s:s>")]
    [InlineData("<s>", "<t></s>")]
    [InlineData("<s>", " <?xml version='1.0'?><s/>")]
    [InlineData("<s>", "x<s/>")]
    [InlineData("<s>", "\uFEFF<s/>")]
    [InlineData("<s>\r", "<s>]]></s>")]
    public void New_stream_knows_nothing_of_the_old_one(string before, string after) =>
        AssertVerdict(StreamCheck.NotWellFormed, before, after);

    [Fact]
    public void Stream_restarts_as_often_as_one_likes() =>
        AssertVerdict(StreamCheck.Ok, "<s><a/>", "<s><b/>", "", "<s", "<?xml version='1.0'?><s>", "<s></s>", "<s:s xmlns:s='urn:s'/>");

    [Fact]
    public void Header_limit_is_counted_anew()
    {
        XmlLimits limits = StreamCheck.NoLimits with { MaxHeaderBytes = 10 };

        Assert.Equal(StreamCheck.Ok, Run(limits, ["     <s>", "     <s>", "       <s>", "      <s/>"]).Verdict);
        Assert.Equal(StreamCheck.Policy, Run(limits, ["     <s>", "       <s/>"]).Verdict);
    }

    private static void AssertVerdict(string verdict, params string[] streams)
    {
        StreamFeeder whole = Run(StreamCheck.NoLimits, streams);
        Assert.True(IsRight(whole.Verdict), whole.Verdict);
        Assert.Null(whole.Fault);

        int length = streams.Sum(stream => Samples.Utf8(stream).Length);
        foreach (int[] cuts in StreamCheck.AllCuts(length))
        {
            StreamFeeder cut = Run(StreamCheck.NoLimits, streams, cuts);
            Assert.Equal(whole.Verdict, cut.Verdict);
            Assert.Null(cut.Fault);
        }

        bool IsRight(string actual) =>
            actual == verdict || (verdict == StreamCheck.NotWellFormed && actual == StreamCheck.Restricted);
    }

    private static StreamFeeder Run(XmlLimits limits, IReadOnlyList<string> streams, params int[] cuts)
    {
        var resets = new List<int>();
        byte[] bytes = [];
        foreach (string stream in streams)
        {
            if (bytes.Length > 0)
                resets.Add(bytes.Length);
            bytes = [.. bytes, .. Samples.Utf8(stream)];
        }

        return StreamFeeder.Run(bytes, limits, cuts, new StreamSurroundings { Resets = resets });
    }
}
