using System.Globalization;

namespace Meerkat.LoadGen.Reports;

/// <summary>Prints a comparison for people. Stateless.</summary>
internal static class ComparisonTable
{
    public static void Write(Comparison comparison, TextWriter output)
    {
        foreach (var setting in comparison.Settings)
            output.WriteLine($"! the runs differ in {setting}");
        var width = comparison.Figures.Select(figure => figure.Name.Length).DefaultIfEmpty(0).Max();
        output.WriteLine($"{"figure".PadRight(width)}  {"first",14}  {"second",14}  {"ratio",8}");
        foreach (var figure in comparison.Figures)
            output.WriteLine(
                $"{figure.Name.PadRight(width)}  {Number(figure.First),14}  {Number(figure.Second),14}  {Ratio(figure),8}"
                + Mark(comparison.ChangeOf(figure)));
    }

    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    private static string Ratio(ComparedFigure figure) =>
        figure.Ratio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "new";

    private static string Mark(Change change) => change switch
    {
        Change.Better => "  + better",
        Change.Worse => "  - worse",
        _ => "",
    };
}
