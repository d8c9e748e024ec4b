namespace Meerkat.LoadGen.Reports;

/// <summary>One chart of a page: lines over a common axis. Immutable.</summary>
internal sealed record Chart(string Title, string UnitOfX, string UnitOfY, IReadOnlyList<ChartLine> Lines)
{
    public bool HasLogarithmicY { get; init; }

    /// <summary>What to write at the x axis instead of its values; empty for the values.</summary>
    public IReadOnlyList<(double X, string Text)> Marks { get; init; } = [];

    /// <summary>The same without lines that have no points.</summary>
    public Chart WithoutEmptyLines() => this with { Lines = [.. Lines.Where(line => line.Points.Count > 0)] };
}

/// <summary>One line of a chart.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);
