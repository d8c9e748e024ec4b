namespace Meerkat.Perf.Reports;

/// <summary>Where a value stands between 0 and 1, and which values are marked.</summary>
internal sealed class BarScale
{
    private readonly Func<double, double> _place;

    private BarScale(Func<double, double> place, IReadOnlyList<double> marks) => (_place, Marks) = (place, marks);

    public IReadOnlyList<double> Marks { get; }

    /// <summary>From 0.</summary>
    public static BarScale Linear(double most) => most > 0
        ? new BarScale(value => value / most, [0])
        : new BarScale(_ => 0, [0]);

    /// <summary>From the power of ten below the least; each power of ten is marked.</summary>
    public static BarScale Logarithmic(double least, double most)
    {
        // A bar that begins where it ends could not be seen.
        double first = Math.Floor(Math.Log10(least * 0.99));
        double last = Math.Log10(most);
        int count = (int)Math.Floor(last - first) + 1;
        return new BarScale(
            value => (Math.Log10(value) - first) / (last - first),
            [.. Enumerable.Range(0, count).Select(power => Math.Pow(10, first + power))]);
    }

    public double Place(double value) => _place(value);
}
