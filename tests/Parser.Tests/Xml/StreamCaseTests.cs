using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>
/// The case file, each case cut in every way: the verdict and what is delivered must not depend on the cuts.
/// </summary>
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
            Assert.Equal(whole.SettledEvents, cut.SettledEvents);
            Assert.Null(cut.Fault);
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
        Assert.Null(run.Fault);
        IReadOnlyList<StreamEvent> listed = StreamFeeder.WithoutStreamWhiteSpace(sample.Events);
        if (run.Verdict == "ok")
            Assert.Equal(listed, run.Events);
        else if (run.Verdict == "incomplete" && sample.Verdict == "incomplete")
            AssertUnfinished(listed, run);
        else
            AssertPrefix(StreamFeeder.WithoutText(listed), StreamFeeder.WithoutText(run.Events));
    }

    // Every tag that is whole, and of a text that has not ended what is certain.
    private static void AssertUnfinished(IReadOnlyList<StreamEvent> listed, StreamFeeder run)
    {
        Assert.Equal(StreamFeeder.WithoutText(listed), StreamFeeder.WithoutText(run.Events));
        AssertPrefix(listed, run.SettledEvents);
        if (run.Events.Count > run.SettledEvents.Count)
            Assert.StartsWith(run.Events[^1].Content, listed[^1].Content, StringComparison.Ordinal);
    }

    private static void AssertPrefix(IReadOnlyList<StreamEvent> listed, IReadOnlyList<StreamEvent> told) =>
        Assert.Equal(listed.Take(told.Count), told);
}
