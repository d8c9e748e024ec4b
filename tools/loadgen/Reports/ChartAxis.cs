namespace Meerkat.LoadGen.Reports;

/// <summary>
/// Maps values to one direction of a chart, linear or by magnitude, and says where to write numbers. Immutable.
/// </summary>
internal sealed class ChartAxis
{
    // More lines than that are a grid to look at, not to read by.
    private const int MostTicks = 8;

    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLogarithmic;

    private ChartAxis(double low, double high, bool isLogarithmic, IReadOnlyList<double> ticks) =>
        (_low, _high, _isLogarithmic, Ticks) = (low, high, isLogarithmic, ticks);

    /// <summary>The values to write, within the axis.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From 0, or the least value given, up to a round number.</summary>
    public static ChartAxis Linear(double least, double most)
    {
        var low = Math.Min(0, least);
        var step = RoundStep((most - low) / MostTicks);
        var high = low + step * Math.Max(1, Math.Ceiling((most - low) / step));
        var count = (int)Math.Round((high - low) / step);
        return new ChartAxis(
            low, high, isLogarithmic: false, [.. Enumerable.Range(0, count + 1).Select(i => low + i * step)]);
    }

    /// <summary>By whole powers of ten; of values above 0.</summary>
    public static ChartAxis Logarithmic(double least, double most)
    {
        var low = Math.Floor(Math.Log10(Math.Max(least, double.Epsilon)));
        var high = Math.Max(low + 1, Math.Ceiling(Math.Log10(Math.Max(most, double.Epsilon))));
        var count = (int)(high - low);
        return new ChartAxis(
            Math.Pow(10, low), Math.Pow(10, high), isLogarithmic: true,
            [.. Enumerable.Range(0, count + 1).Select(i => Math.Pow(10, low + i))]);
    }

    /// <summary>0 at its beginning, 1 at its end.</summary>
    public double Map(double value)
    {
        var place = _isLogarithmic
            ? Math.Log(Math.Max(value, _low) / _low) / Math.Log(_high / _low)
            : (value - _low) / (_high - _low);
        return Math.Clamp(place, 0, 1);
    }

    // 1, 2 or 5 times a power of ten.
    private static double RoundStep(double step)
    {
        if (step <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var first = step / power;
        return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
    }
}
