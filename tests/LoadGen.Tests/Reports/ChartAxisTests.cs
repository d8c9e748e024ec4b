using Meerkat.LoadGen.Reports;
using Xunit;

namespace Meerkat.LoadGen.Tests.Reports;

public sealed class ChartAxisTests
{
    [Theory]
    [InlineData(0, 7, new[] { 0.0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(0, 95, new[] { 0.0, 20, 40, 60, 80, 100 })]
    [InlineData(0, 0, new[] { 0.0, 1 })]
    [InlineData(-3, 4, new[] { -3.0, -2, -1, 0, 1, 2, 3, 4 })]
    public void Axis_is_divided_by_round_numbers(double least, double most, double[] ticks) =>
        Assert.Equal(ticks, ChartAxis.Linear(least, most).Ticks);

    [Fact]
    public void Axis_by_magnitude_is_divided_by_powers_of_ten()
    {
        var axis = ChartAxis.Logarithmic(0.02, 30);

        Assert.Equal([0.01, 0.1, 1, 10, 100], axis.Ticks.Select(tick => Math.Round(tick, 6)));
        Assert.Equal(0.5, axis.Map(1), 6);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0.5)]
    [InlineData(100, 1)]
    [InlineData(1000, 1)]
    public void Axis_maps_values_to_its_length(double value, double place) =>
        Assert.Equal(place, ChartAxis.Linear(0, 100).Map(value), 6);
}
