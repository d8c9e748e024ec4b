namespace Meerkat.Perf.Reports;

/// <summary>Bars that are read against each other.</summary>
internal sealed record BarPanel(string Title, IReadOnlyList<Bar> Bars)
{
    // Lengths tell ratios on a linear scale only. Beyond this its short bars cannot be seen.
    private const double WidestLinear = 100;

    public BarScale Scale()
    {
        double least = Bars.Min(bar => bar.Value);
        double most = Bars.Max(bar => bar.Value);
        return least > 0 && most / least > WidestLinear ? BarScale.Logarithmic(least, most) : BarScale.Linear(most);
    }
}

/// <summary>One bar, and what stands behind it.</summary>
internal sealed record Bar(string Label, double Value, string Text, bool IsOurs);
