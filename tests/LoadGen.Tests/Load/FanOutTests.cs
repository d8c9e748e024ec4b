using Meerkat.LoadGen.Load;
using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class FanOutTests
{
    private readonly FanOut _fanOut = new(new MessageStats(runId: 1, new FailureCounts()));

    [Fact]
    public void Fan_out_is_complete_when_every_recipient_has_it()
    {
        var (source, first, second) = Room();
        var completed = 0;
        source.OnComplete(() => completed++);
        Assert.True(source.TryBegin(10, out var sequence));

        Assert.True(first.Accept(sequence, 10, 20));
        Assert.Equal(0, completed);
        Assert.True(second.Accept(sequence, 10, 30));

        Assert.Equal((1, 1, 1, 2, 2), (completed, _fanOut.Completion.Count, Report().Sent, Report().Expected, Report().Received));
        Assert.Equal(0, Report().Wrong);
    }

    [Fact]
    public void Fan_out_counts_what_each_recipient_misses()
    {
        var (source, first, _) = Room();
        source.TryBegin(10, out _);
        source.TryBegin(10, out var last);

        first.Accept(last, 10, 20);

        Assert.Equal((4, 1, 3), (Report().Expected, Report().Received, Report().Lost));
    }

    [Fact]
    public void Fan_out_counts_duplicates_once_more_and_later_ones_as_reordered()
    {
        var (source, first, _) = Room();
        source.TryBegin(10, out var one);
        source.TryBegin(10, out var two);

        first.Accept(two, 10, 20);
        first.Accept(one, 10, 20);
        first.Accept(one, 10, 20);

        Assert.Equal((2, 1, 1), (Report().Received, Report().Duplicated, Report().Reordered));
    }

    [Fact]
    public void Fan_out_refuses_a_number_that_was_never_sent()
    {
        var (_, first, _) = Room();

        Assert.False(first.Accept(1, 10, 20));

        Assert.Equal((0, 1), (Report().Received, Report().Corrupted));
    }

    [Fact]
    public void Fan_out_compares_the_text()
    {
        var (source, first, _) = Room();
        source.TryBegin(10, out var sequence);
        var text = MessageBody.Create(runId: 1, sender: 5, bytes: 64);
        var body = new MessageBody(1, 5, sequence, 10);
        byte[] other = [.. text];
        other[^1] ^= 1;

        Assert.False(first.Accept(other, body, 20));
        Assert.True(first.Accept(text, body, 20));
        Assert.Equal((1, 1), (Report().Received, Report().Corrupted));
    }

    [Fact]
    public void Fan_out_keeps_a_limit_of_what_is_under_way()
    {
        var (source, _, _) = Room();
        for (var i = 0; i < FanOutSource.MaxInFlight; i++)
            Assert.True(source.TryBegin(10, out _));

        Assert.False(source.TryBegin(10, out _));

        Assert.Equal((FanOutSource.MaxInFlight, 1), (Report().Sent, Report().Unsent));
    }

    [Fact]
    public void Fan_out_gives_up_what_is_lost_for_long()
    {
        var (source, first, second) = Room();
        for (var i = 0; i < FanOutSource.MaxInFlight; i++)
            Assert.True(source.TryBegin(10, out _));
        var later = 10 + Clock.Ticks(TimeSpan.FromSeconds(11));

        Assert.True(source.TryBegin(later, out var sequence));

        // The first one's place is taken: that it comes at last completes nothing.
        var completed = 0;
        source.OnComplete(() => completed++);
        first.Accept(1, 10, later);
        second.Accept(1, 10, later);
        Assert.Equal(0, completed);
        first.Accept(sequence, later, later);
        second.Accept(sequence, later, later);
        Assert.Equal((1, 0), (completed, Report().Unsent));
    }

    [Fact]
    public void Fan_out_takes_back_what_could_not_be_sent()
    {
        var (source, _, _) = Room();
        source.TryBegin(10, out _);

        source.Abandon();

        Assert.Equal((0, 0, 0, 1), (Report().Sent, Report().Expected, Report().Lost, Report().Unsent));
    }

    [Fact]
    public void Fan_out_knows_who_else_gets_it_from_who_should_not()
    {
        Room();

        _fanOut.OnStray(sender: 5, "friend@localhost", now: 20);
        Assert.Equal((1, 0), (Report().Others, Report().Misrouted));

        _fanOut.OnStray(sender: 5, "stranger@localhost", now: 20);
        Assert.Equal((1, 1), (Report().Others, Report().Misrouted));

        // Of a source in another process.
        _fanOut.OnStray(sender: 6, "stranger@localhost", now: 20);
        Assert.Equal((2, 1), (Report().Others, Report().Misrouted));
    }

    private (FanOutSource Source, FanOutFeed First, FanOutFeed Second) Room()
    {
        _fanOut.Stats.Window.Set(0, 100);
        var source = _fanOut.AddSource(number: 5, bodyBytes: 64, new HashSet<string> { "friend@localhost" });
        return (source, _fanOut.AddFeed(source), _fanOut.AddFeed(source));
    }

    private FanOutReport Report() => _fanOut.Report(TimeSpan.FromSeconds(1), loop: null);
}
