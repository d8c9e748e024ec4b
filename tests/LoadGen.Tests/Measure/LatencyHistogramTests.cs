using FsCheck;
using FsCheck.Fluent;
using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class LatencyHistogramTests
{
    private static readonly double[] _percents = [0, 1, 50, 90, 95, 99, 99.9, 100];

    [Fact]
    public void Histogram_percentiles_are_within_one_percent_of_the_sorted_values()
    {
        // From 1 ns to 2^39 ns, equally many of each magnitude.
        var durations = from exponent in Gen.Choose(0, 38)
                        from fraction in Gen.Choose(0, int.MaxValue - 1)
                        select (1L << exponent) + (long)((1L << exponent) * (fraction / (double)int.MaxValue));

        Prop.ForAll(durations.NonEmptyListOf().ToArbitrary(), values => AreClose([.. values]))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Histogram_empty_tells_zeros()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal((0, 0, 0, 0.0), (histogram.Count, histogram.Percentile(99), histogram.Max, histogram.Mean));
    }

    [Fact]
    public void Histogram_small_values_are_exact()
    {
        var histogram = new LatencyHistogram();

        for (var i = 1; i <= 100; i++)
            histogram.Record(i);

        Assert.Equal([1, 50, 99, 100], Array.ConvertAll([1.0, 50, 99, 100], histogram.Percentile));
        Assert.Equal(50.5, histogram.Mean);
    }

    [Fact]
    public void Histogram_negative_value_counts_as_zero()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(-5);

        Assert.Equal((1, 0, 0), (histogram.Count, histogram.Max, histogram.Percentile(100)));
    }

    [Fact]
    public void Histogram_value_beyond_its_range_keeps_the_exact_maximum()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(long.MaxValue);
        histogram.Record(1);

        Assert.Equal(long.MaxValue, histogram.Max);
        Assert.Equal(1, histogram.Percentile(50));
    }

    [Fact]
    public void Histogram_recorded_from_many_threads_loses_nothing()
    {
        var histogram = new LatencyHistogram();

        Parallel.For(0, 100_000, i => histogram.Record(i));

        Assert.Equal(100_000, histogram.Count);
        Assert.Equal(99_999, histogram.Max);
        Assert.Equal(49_999.5, histogram.Mean);
        Assert.InRange(histogram.Percentile(50), 49_500, 50_500);
    }

    private static bool AreClose(long[] values)
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(values, histogram.Record);
        Array.Sort(values);
        return histogram.Max == values[^1] && Array.TrueForAll(_percents, percent => IsClose(histogram, values, percent));
    }

    private static bool IsClose(LatencyHistogram histogram, long[] sorted, double percent)
    {
        var rank = Math.Clamp((long)Math.Ceiling(sorted.Length * (percent / 100)), 1, sorted.Length);
        var exact = sorted[rank - 1];
        var told = histogram.Percentile(percent);
        return told >= exact && told <= exact * 1.01;
    }
}
