using FsCheck;
using FsCheck.Fluent;
using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class LatencyDistributionTests
{
    private static readonly double[] _percents = [0, 1, 50, 90, 95, 99, 99.9, 100];

    [Fact]
    public void Merged_distributions_tell_what_one_histogram_would() =>
        Prop.ForAll<PositiveInt[], PositiveInt[]>((left, right) =>
            AreSame(Record([.. left, .. right]), LatencyDistribution.Merge([Record(left), Record(right)])))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Distribution_since_an_earlier_one_has_what_came_to_it() =>
        Prop.ForAll<PositiveInt[], PositiveInt[]>((first, then) =>
        {
            var since = Record([.. first, .. then]).Since(Record(first));
            var alone = Record(then);
            return since.Counts.SequenceEqual(alone.Counts) && since.Buckets.SequenceEqual(alone.Buckets) && since.Sum == alone.Sum;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_of_nothing_is_empty() =>
        Assert.Equal((0, 0L), (LatencyDistribution.Merge([]).Count, LatencyDistribution.Merge([]).Percentile(99)));

    private static LatencyDistribution Record(PositiveInt[] values)
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(values, value => histogram.Record(value.Get * 1000L));
        return histogram.Distribution();
    }

    private static bool AreSame(LatencyDistribution left, LatencyDistribution right) =>
        (left.Count, left.Sum, left.Max) == (right.Count, right.Sum, right.Max)
        && Array.TrueForAll(_percents, percent => left.Percentile(percent) == right.Percentile(percent));
}
