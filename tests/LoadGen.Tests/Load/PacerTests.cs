using Meerkat.LoadGen.Load;
using Xunit;

namespace Meerkat.LoadGen.Tests.Load;

public sealed class PacerTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void Pacer_without_rate_never_waits()
    {
        var pacer = new Pacer(0, TimeSpan.Zero, Second);

        pacer.Take(5);

        Assert.Equal(0, pacer.Peek(5));
    }

    [Fact]
    public void Pacer_keeps_the_rate()
    {
        var pacer = new Pacer(100, TimeSpan.Zero, Second);

        var started = StartsWithin(pacer, from: Second, until: 11 * Second, step: 1000);

        Assert.InRange(started, 1000, 1002);
    }

    [Fact]
    public void Pacer_woken_late_catches_up()
    {
        var pacer = new Pacer(1000, TimeSpan.Zero, Second);

        // Woken every 5 ms, five are due each time.
        var started = StartsWithin(pacer, from: Second, until: 2 * Second, step: 5000);

        Assert.InRange(started, 995, 1011);
    }

    [Fact]
    public void Pacer_after_a_long_pause_makes_no_burst()
    {
        var pacer = new Pacer(1000, TimeSpan.Zero, Second);
        pacer.Take(0);

        var started = StartsWithin(pacer, from: 60 * Second, until: 60 * Second + 1, step: 1);

        Assert.InRange(started, 1, 11);
    }

    // Evenly from 0 to 100 a second in ten seconds: 500 logins, then 100 a second.
    [Theory]
    [InlineData(5, 125)]
    [InlineData(10, 500)]
    [InlineData(20, 1500)]
    public void Pacer_reaches_its_rate_little_by_little(int seconds, int expected)
    {
        var pacer = new Pacer(100, TimeSpan.FromSeconds(10), Second);

        var started = StartsWithin(pacer, from: Second, until: (1 + seconds) * Second, step: 100);

        Assert.InRange(started, expected - 5, expected + 5);
    }

    private static int StartsWithin(Pacer pacer, long from, long until, long step)
    {
        var started = 0;
        for (var now = from; now < until; now += step)
        {
            while (pacer.Peek(now) == 0)
            {
                pacer.Take(now);
                started++;
            }
        }

        return started;
    }
}
