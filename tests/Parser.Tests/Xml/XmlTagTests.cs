using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Start tags, end tags and attributes (XML 1.0 §3.1), each cut everywhere.</summary>
public sealed class XmlTagTests
{
    [Theory]
    [InlineData("<a/>")]
    [InlineData("<a />")]
    [InlineData("<a\t/>")]
    [InlineData("<a\r\n/>")]
    [InlineData("<a\r/>")]
    [InlineData("<a></a>")]
    [InlineData("<a ></a >")]
    [InlineData("<a\n></a\r\n\t >")]
    [InlineData("<a b=''/>")]
    [InlineData("<a b=\"\"/>")]
    [InlineData("<a b=''></a>")]
    [InlineData("<a b='' ></a>")]
    [InlineData("<a b = ''/>")]
    [InlineData("<a b\n=\r\n''/>")]
    [InlineData("<a\tb\t=\t''\t/>")]
    [InlineData("<a\nb=''\nc=\"\"\n/>")]
    [InlineData("<a b='\"' c=\"'\"/>")]
    [InlineData("<a b='>'/>")]
    [InlineData("<a b='/>'/>")]
    [InlineData("<a b='/'/>")]
    [InlineData("<a b='/'></a>")]
    [InlineData("<a b='=' c='=='/>")]
    [InlineData("<a b=' c=\"d\" '/>")]
    [InlineData("<a b='1'\tc='2'\nd='3'\re='4'  f='5'/>")]
    [InlineData("<a b='' B='' b1='' b-='' b.='' _b='' _=''/>")]
    [InlineData("<_/>")]
    [InlineData("<_-.1/>")]
    [InlineData("<a-/><a./><a_/><a1/>")]
    [InlineData("<A><a/></A>")]
    [InlineData("<a><a><a/></a><a/></a>")]
    [InlineData("<ab><a/></ab>")]
    [InlineData("<a><ab/></a>")]
    [InlineData("<a><b><c><d/></c></b></a>")]
    [InlineData("<xml/>")]
    [InlineData("<XmL xMl=''/>")]
    [InlineData("<xmlns/>")]
    [InlineData("<xmlnsa xmlnsb='' xmlfoo=''/>")]
    [InlineData("<a xml:lang='' xml:id='x' xml:foo='&lt;'/>")]
    [InlineData("<a>' \" = / /> ? ! ; : # [ ] ( ) { } - -- --> ?> ]] ]</a>")]
    [InlineData("<a> <b/> <c/> </a>")]
    public void Tag_is_accepted(string content) => StreamCheck.AssertVerdictOf(content, StreamCheck.Ok);

    [Theory]
    [InlineData("< a/>")]
    [InlineData("<\na/>")]
    [InlineData("<a\n<b/>")]
    [InlineData("<a<b/>")]
    [InlineData("<a")]
    [InlineData("<a ")]
    [InlineData("<a/")]
    [InlineData("<a b")]
    [InlineData("<a b=")]
    [InlineData("<a b='")]
    [InlineData("<a b='c'")]
    [InlineData("</ a>")]
    [InlineData("<a></ a>")]
    [InlineData("<a></\na>")]
    [InlineData("<a></a b>")]
    [InlineData("<a></a b=''>")]
    [InlineData("<a></a/>")]
    [InlineData("<a></a />")]
    [InlineData("<a></a\u00A0>")]
    [InlineData("<a></a\u0085>")]
    [InlineData("<a></a</a>")]
    [InlineData("<a></a>x</a>")]
    [InlineData("<a></a></a>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a><b></a>")]
    [InlineData("<a><b/></b></a>")]
    [InlineData("<a></ab>")]
    [InlineData("<ab></a>")]
    [InlineData("<ab></ac>")]
    [InlineData("<ab></bb>")]
    [InlineData("<a></A>")]
    [InlineData("<é></e\u0301>")]
    [InlineData("<e\u0301></é>")]
    [InlineData("<a></>")]
    [InlineData("<a>")]
    [InlineData("</a>")]
    [InlineData("</>")]
    [InlineData("</")]
    [InlineData("<>")]
    [InlineData("<")]
    [InlineData("<<a/>")]
    [InlineData("<//>")]
    [InlineData("<a/b/>")]
    [InlineData("<a/b=''/>")]
    [InlineData("<a//>")]
    [InlineData("<a/ >")]
    [InlineData("<a/\n>")]
    [InlineData("<a b=''/ >")]
    [InlineData("<a b='' /c=''/>")]
    [InlineData("<a b='' / c=''>")]
    public void Malformed_tag_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<a b/>")]
    [InlineData("<a b />")]
    [InlineData("<a b>")]
    [InlineData("<a b c=''/>")]
    [InlineData("<a b='' c/>")]
    [InlineData("<a b=/>")]
    [InlineData("<a b= />")]
    [InlineData("<a b=></a>")]
    [InlineData("<a b=c/>")]
    [InlineData("<a b=1 c=''/>")]
    [InlineData("<a b=c'/>")]
    [InlineData("<a b='c/>")]
    [InlineData("<a b='c\"/>")]
    [InlineData("<a b=\"c'/>")]
    [InlineData("<a b=\u2018c\u2019/>")]
    [InlineData("<a b=`c`/>")]
    [InlineData("<a b''/>")]
    [InlineData("<a b 'c'/>")]
    [InlineData("<a b'c'/>")]
    [InlineData("<a b==''/>")]
    [InlineData("<a b= =''/>")]
    [InlineData("<a b:=''/>")]
    [InlineData("<a =''/>")]
    [InlineData("<a = ''/>")]
    [InlineData("<a ='b'/>")]
    [InlineData("<a=''/>")]
    [InlineData("<a='b'>")]
    [InlineData("<a''/>")]
    [InlineData("<a'b'/>")]
    [InlineData("<a 'b'/>")]
    [InlineData("<a 'b'='c'/>")]
    [InlineData("<a \"b\"/>")]
    [InlineData("<a b=''''/>")]
    [InlineData("<a b=\"\"\"/>")]
    [InlineData("<a b='' ''/>")]
    [InlineData("<a b='' 'c'/>")]
    [InlineData("<a b='',c=''/>")]
    [InlineData("<a b='';c=''/>")]
    [InlineData("<a b=''c=''/>")]
    [InlineData("<a b=\"\"c=\"\"/>")]
    [InlineData("<a b=''c/>")]
    [InlineData("<a b=''\u00A0c=''/>")]
    [InlineData("<a b=''\u0085c=''/>")]
    [InlineData("<a\u00A0b=''/>")]
    [InlineData("<a\u0085b=''/>")]
    [InlineData("<a\u2028b=''/>")]
    [InlineData("<a\u3000b=''/>")]
    [InlineData("<a\u000Bb=''/>")]
    [InlineData("<a\u000Cb=''/>")]
    [InlineData("<a b='<'/>")]
    [InlineData("<a b='&lt;<'/>")]
    [InlineData("<a b='<c/>'/>")]
    [InlineData("<a b='</a>'/>")]
    [InlineData("<a b=\"'<'\"/>")]
    [InlineData("<a b='<![CDATA[x]]>'/>")]
    [InlineData("<a <b/>/>")]
    [InlineData("<a &amp;='b'/>")]
    [InlineData("<a b=&amp;/>")]
    [InlineData("<a b=&apos;c&apos;/>")]
    [InlineData("<a &#98;='c'/>")]
    [InlineData("<&#97;/>")]
    [InlineData("<a&#32;b=''/>")]
    [InlineData("<a></&#97;>")]
    public void Malformed_attribute_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    [Theory]
    [InlineData("<a b='' b=''/>")]
    [InlineData("<a b='1' b='2'/>")]
    [InlineData("<a b='' b=\"\"/>")]
    [InlineData("<a b='1' c='2' b='3'/>")]
    [InlineData("<a p:b='' p:b=''/>")]
    [InlineData("<a xml:lang='' xml:lang=''/>")]
    [InlineData("<a é='' é=''/>")]
    [InlineData("<a xmlns='' xmlns=''/>")]
    [InlineData("<a xmlns:q='urn:q' xmlns:q='urn:q'/>")]
    public void Attribute_given_twice_is_refused(string content) =>
        StreamCheck.AssertVerdictOf(content, StreamCheck.NotWellFormed);

    /// <summary>However many stand before, between and behind the two, with names of any length.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("p:")]
    [InlineData("a-name-of-more-than-16-bytes-")]
    [InlineData("a-name-of-more-than-32-bytes-----------")]
    public void Attribute_given_twice_among_many_is_refused(string prefix)
    {
        for (int count = 1; count <= 70; count++)
        {
            string[] names = [.. Enumerable.Range(0, count).Select(i => $"{prefix}n{i}")];
            AssertVerdict(names, StreamCheck.Ok);
            foreach (int twice in new[] { 0, count / 2, count - 1 })
                AssertVerdict([.. names, names[twice]], StreamCheck.NotWellFormed);
        }
    }

    /// <summary>More names than a scanner would keep to itself.</summary>
    [Fact]
    public void Attribute_given_twice_among_thousands_is_refused()
    {
        const int Count = 2_000;
        var random = new Random(1);
        string[] names = [.. Enumerable.Range(0, Count).Select(i => $"n{i}")];
        AssertVerdict(names, StreamCheck.Ok);
        for (int i = 0; i < 20; i++)
        {
            var twice = names.ToList();
            twice.Insert(random.Next(Count), names[random.Next(Count)]);
            AssertVerdict(twice, StreamCheck.NotWellFormed);
        }

        AssertVerdict(names, StreamCheck.Ok);
    }

    private static void AssertVerdict(IEnumerable<string> names, string verdict)
    {
        string attributes = string.Join(' ', names.Select(name => $"{name}=''"));
        byte[] stream = Samples.Utf8($"{StreamCheck.Open}<a {attributes}/>{StreamCheck.Close}");

        Assert.Equal(verdict, StreamFeeder.Run(stream, StreamCheck.NoLimits, []).Verdict);
        Assert.Null(StreamCheck.FindProblem(stream, [[stream.Length / 2], [stream.Length - 9]]));
    }
}
