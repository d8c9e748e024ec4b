using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// The case file, each case cut in every way: the verdict and what is delivered must not depend on the cuts.
/// </summary>
/// <remarks>
/// The scanner delivers whole first-level elements. Of a stream that is cut short or refused it therefore delivers every
/// unit that was whole before that, and nothing of an element under way: a prefix of the events listed. A case that is
/// only cut short must deliver all of its whole units.
/// </remarks>
public sealed class StreamCaseTests
{
    // The case file asks for one cut at every byte up to this size.
    private const int MaxBytesCutEverywhere = 4096;

    public static TheoryData<string> Ids => [.. StreamCase.All.Select(sample => sample.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Scanner_any_cuts_same_verdict_and_events(string id)
    {
        StreamCase sample = StreamCase.All.Single(item => item.Id == id);
        StreamFeeder whole = StreamFeeder.Run(sample, []);

        AssertVerdict(sample, whole);
        AssertEvents(sample, whole);
        foreach (IEnumerable<int> cuts in AllCuts(sample))
        {
            StreamFeeder cut = StreamFeeder.Run(sample, cuts);
            Assert.Equal(whole.Verdict, cut.Verdict);
            Assert.Equal(whole.Events, cut.Events);
        }
    }

    private static IEnumerable<IEnumerable<int>> AllCuts(StreamCase sample)
    {
        int length = sample.Bytes.Length;
        foreach (int size in new[] { 1, 2, 3, 7 })
            yield return Enumerable.Range(1, length / size).Select(i => i * size);
        foreach (int split in sample.Splits)
            yield return [split];
        if (length > MaxBytesCutEverywhere)
            yield break;
        for (int i = 1; i < length; i++)
            yield return [i];
    }

    private static void AssertVerdict(StreamCase sample, StreamFeeder run) =>
        Assert.Contains(run.Verdict, sample.Alternatives.Prepend(sample.Verdict));

    private static void AssertEvents(StreamCase sample, StreamFeeder run)
    {
        IReadOnlyList<StreamEvent> listed = StreamFeeder.WithoutStreamWhiteSpace(sample.Events);
        if (run.Verdict == "ok")
        {
            Assert.Equal(listed, run.Events);
            return;
        }

        List<StreamEvent> delivered = StreamFeeder.WithoutText(run.Events);
        Assert.Equal(StreamFeeder.WithoutText(listed).Take(delivered.Count), delivered);
        if (sample.Verdict == "incomplete" && run.Verdict == "incomplete")
            Assert.Equal(StreamFeeder.WholeUnits(listed), delivered);
    }
}
