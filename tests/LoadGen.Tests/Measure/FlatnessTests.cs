using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class FlatnessTests
{
    private static readonly TimeSpan _warmup = TimeSpan.FromSeconds(2);

    [Fact]
    public void Flat_run_grows_by_nothing()
    {
        var flatness = Flatness.Of(Points(20, _ => 100), _warmup)!;

        Assert.Equal((0.0, 0.0, 0.0), (flatness.RssGrowthPercent, flatness.HeapGrowthPercent, flatness.ThroughputGrowthPercent));
    }

    // 4 points a quarter: medians 102.5 and 114.5 of what grows by 1 from 101 to 116.
    [Fact]
    public void Growth_is_from_the_first_quarter_to_the_last()
    {
        var flatness = Flatness.Of(Points(18, second => 98 + second), _warmup)!;

        Assert.Equal(100 * (114.5 / 102.5 - 1), flatness.RssGrowthPercent!.Value, 6);
        Assert.Equal(flatness.HeapGrowthPercent, flatness.MemoryGrowthPercent);
    }

    [Fact]
    public void Peak_of_one_point_is_no_growth() =>
        Assert.Equal(0, Flatness.Of(Points(20, second => second == 19 ? 1000 : 100), _warmup)!.RssGrowthPercent);

    [Fact]
    public void Short_run_tells_nothing() => Assert.Null(Flatness.Of(Points(9, _ => 100), _warmup));

    private static IEnumerable<TimelinePoint> Points(int count, Func<int, long> figure) =>
        Enumerable.Range(1, count).Select(second => new TimelinePoint
        {
            Seconds = second,
            Interval = 1,
            Arrived = figure(second),
            Latency = LatencyDistribution.Empty,
            ClientCpuSeconds = 0,
            ServerRssBytes = figure(second),
            ServerRuntime = new RuntimeFigures(figure(second), null, null, null),
        });
}
