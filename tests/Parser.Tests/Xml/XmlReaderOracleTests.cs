using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>The reference that fuzzed streams are held against, held against the case file.</summary>
public sealed class XmlReaderOracleTests
{
    // The reference has no limits and knows no restarts.
    public static TheoryData<string> Ids =>
    [
        .. StreamCase.All
            .Where(sample => !sample.Id.StartsWith("lim-", StringComparison.Ordinal) && sample.Resets.Count == 0)
            .Select(sample => sample.Id),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Oracle_agrees_with_the_case_file(string id)
    {
        StreamCase sample = StreamCase.All.Single(item => item.Id == id);

        OracleAnswer answer = XmlReaderOracle.Read(sample.Bytes);

        Assert.Contains(Name(answer.Verdict), sample.Alternatives.Prepend(sample.Verdict));
        if (answer.Verdict == OracleVerdict.Ok)
            Assert.Equal(StreamFeeder.WithoutStreamWhiteSpace(sample.Events), answer.Events);
    }

    private static string Name(OracleVerdict verdict) => verdict switch
    {
        OracleVerdict.Ok => "ok",
        OracleVerdict.Incomplete => "incomplete",
        OracleVerdict.Restricted => "restricted-xml",
        OracleVerdict.UnsupportedEncoding => "unsupported-encoding",
        _ => "not-well-formed",
    };
}
