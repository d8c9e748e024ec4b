using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class OpenLoopScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 0)]
    [InlineData(1001, 1)]
    [InlineData(1011, 2)]
    [InlineData(999_999, 10)]
    public void Schedule_tells_what_is_due_before_a_time(long time, long expected)
    {
        // Ten messages from 1000 on, ten time stamps apart.
        var schedule = new OpenLoopSchedule(start: 1000, perSecond: 10, TimeSpan.FromSeconds(1), frequency: 100);

        Assert.Equal(expected, schedule.CountBefore(time));
    }

    private const long Second = 1_000_000_000;

    [Fact]
    public void Schedule_on_time_takes_each_message_at_its_time()
    {
        var schedule = new OpenLoopSchedule(5 * Second, 4, TimeSpan.FromSeconds(1), Second);

        var times = Enumerable.Range(0, 5).Select(i => schedule.TimeOf(i) - 5 * Second);

        Assert.Equal(4, schedule.Total);
        Assert.Equal([0, Second / 4, Second / 2, 3 * Second / 4, Second], times);
    }

    [Fact]
    public void Schedule_before_its_time_gives_nothing()
    {
        var schedule = new OpenLoopSchedule(0, 1000, TimeSpan.FromSeconds(1), Second);

        Assert.True(schedule.TryTake(0, out _, out _));
        Assert.False(schedule.TryTake(Second / 1000 - 1, out _, out _));
        Assert.True(schedule.TryTake(Second / 1000, out var number, out var intended));
        Assert.Equal((1, Second / 1000), (number, intended));
    }

    [Fact]
    public void Schedule_late_keeps_the_intended_times()
    {
        var schedule = new OpenLoopSchedule(0, 10, TimeSpan.FromSeconds(1), Second);

        // The sender was held up for the whole second: all ten are due at once, each with the time it was meant for.
        var intended = TakeAll(schedule, Second);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * Second / 10), intended);
        Assert.True(schedule.IsDone);
    }

    [Fact]
    public void Schedule_done_gives_nothing()
    {
        var schedule = new OpenLoopSchedule(0, 10, TimeSpan.FromSeconds(1), Second);
        TakeAll(schedule, Second);

        Assert.False(schedule.TryTake(long.MaxValue, out _, out _));
    }

    [Fact]
    public void Schedule_of_an_odd_rate_does_not_drift()
    {
        var schedule = new OpenLoopSchedule(0, 7, TimeSpan.FromHours(1), Second);

        Assert.Equal(7 * 3600, schedule.Total);
        Assert.InRange(schedule.TimeOf(schedule.Total) - 3600 * Second, -1, 1);
    }

    private static List<long> TakeAll(OpenLoopSchedule schedule, long now)
    {
        var taken = new List<long>();
        while (schedule.TryTake(now, out _, out var intended))
            taken.Add(intended);
        return taken;
    }
}
