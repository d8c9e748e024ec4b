using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class ShaperTests
{
    private static readonly ShaperRate _slow = new("slow") { BytesPerSecond = 1000, Burst = TimeSpan.FromSeconds(2) };

    [Fact]
    public void Burst_is_free_and_what_is_more_takes_its_time()
    {
        var shaper = new Shaper(_slow);

        Assert.Equal(0, shaper.TakeBytes(2000, nowMs: 5000));
        Assert.Equal(1, shaper.TakeBytes(1, nowMs: 5000));
        Assert.Equal(501, shaper.TakeBytes(500, nowMs: 5000));
    }

    [Fact]
    public void Time_pays_up_to_the_burst()
    {
        var shaper = new Shaper(_slow);
        shaper.TakeBytes(3000, nowMs: 0);

        // A second for what was too much, and half a one for these.
        Assert.Equal(500, shaper.TakeBytes(500, nowMs: 1000));
        Assert.Equal(0, shaper.TakeBytes(2000, nowMs: 1_000_000));
        Assert.Equal(1, shaper.TakeBytes(1, nowMs: 1_000_000));
    }

    [Fact]
    public void Stanzas_and_bytes_are_paid_for_apart()
    {
        var shaper = new Shaper(new ShaperRate("both") { BytesPerSecond = 1000, StanzasPerSecond = 2, Burst = TimeSpan.FromSeconds(1) });

        Assert.Equal(0, shaper.TakeStanza(nowMs: 0));
        Assert.Equal(0, shaper.TakeStanza(nowMs: 0));
        Assert.Equal(500, shaper.TakeStanza(nowMs: 0));
        Assert.Equal(0, shaper.TakeBytes(1000, nowMs: 0));
    }

    [Fact]
    public void What_is_not_limited_costs_nothing()
    {
        var shaper = new Shaper(new ShaperRate("none"));

        Assert.Equal(0, shaper.TakeBytes(int.MaxValue, nowMs: 0));
        Assert.Equal(0, shaper.TakeStanza(nowMs: 0));
    }

    [Fact]
    public void Largest_amounts_do_not_overflow()
    {
        var shaper = new Shaper(_slow with { BytesPerSecond = 1024 });

        Assert.Equal(int.MaxValue * 1000L / 1024 - 2000 + 1, shaper.TakeBytes(int.MaxValue, nowMs: 100L * 365 * 86_400_000));
    }

    [Fact]
    public void Threads_at_once_lose_no_charge()
    {
        const int Threads = 4;
        const int Charges = 20_000;
        var shaper = new Shaper(_slow);

        Parallel.For(0, Threads, _ =>
        {
            for (var i = 0; i < Charges; i++) shaper.TakeBytes(1, nowMs: 0);
        });

        Assert.Equal((Threads * Charges) + 1 - 2000, shaper.TakeBytes(1, nowMs: 0));
    }
}
