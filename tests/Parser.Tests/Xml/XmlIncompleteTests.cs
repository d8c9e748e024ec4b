using Xunit;

namespace Meerkat.Parser.Tests.Xml;

/// <summary>Streams that end somewhere: nothing is wrong, everything that is whole is told, and no more.</summary>
public sealed class XmlIncompleteTests
{
    public static TheoryData<int> Stanzas => [.. Enumerable.Range(0, FuzzStreams.Stanzas.Count)];

    [Theory]
    [MemberData(nameof(Stanzas))]
    public void Every_beginning_of_a_stream_is_incomplete(int index)
    {
        byte[] stream = Samples.Utf8(
            $"<?xml version='1.0'?>\n{FuzzStreams.Headers[index % FuzzStreams.Headers.Count]} {FuzzStreams.Stanzas[index]}<a/>");
        for (int length = 1; length < stream.Length; length++)
        {
            byte[] beginning = stream[..length];

            Assert.Equal(StreamCheck.Incomplete, StreamFeeder.Run(beginning, StreamCheck.NoLimits, []).Verdict);
            StreamProblem? problem = StreamCheck.FindProblem(beginning, [[length / 2], [length - 1]]);
            Assert.True(problem is null, $"{problem?.What}: {StreamCheck.Escape(beginning)} [{string.Join(", ", problem?.Cuts ?? [])}]");
        }
    }

    [Theory]
    [InlineData("<s><a><", 2)]
    [InlineData("<s><a></", 2)]
    [InlineData("<s><a></a", 2)]
    [InlineData("<s><a></a ", 2)]
    [InlineData("<s><a></a>", 3)]
    [InlineData("<s><a/", 1)]
    [InlineData("<s><a/>", 3)]
    [InlineData("<s><a b='>", 1)]
    [InlineData("<s><a b='/>", 1)]
    [InlineData("<s><a><b c='1'>x", 3)]
    [InlineData("<s><a><b/>x&am", 4)]
    [InlineData("<s><a><b/><![CDATA[</a>", 4)]
    [InlineData("<s><a/><b/><c><d></d", 7)]
    public void Tags_are_told_as_soon_as_they_are_whole(string stream, int tagCount)
    {
        byte[] bytes = Samples.Utf8(stream);
        foreach (int[] cuts in StreamCheck.AllCuts(bytes.Length))
        {
            StreamFeeder run = StreamFeeder.Run(bytes, StreamCheck.NoLimits, cuts);

            Assert.Equal(StreamCheck.Incomplete, run.Verdict);
            Assert.Equal(tagCount, StreamFeeder.WithoutText(run.Events).Count);
        }
    }
}
