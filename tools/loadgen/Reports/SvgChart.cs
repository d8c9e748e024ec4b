using System.Globalization;
using System.Text;
using System.Xml;

namespace Meerkat.LoadGen.Reports;

/// <summary>Draws a chart as SVG, for a page that brings its own style. Stateless.</summary>
internal static class SvgChart
{
    private const int Width = 720;
    private const int Height = 260;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 30;
    private const int Bottom = 60;

    // Okabe and Ito's: told apart by people who see few colours, too.
    private static readonly string[] _colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    /// <summary>Nothing if there is nothing to draw.</summary>
    public static void Write(XmlWriter page, Chart chart)
    {
        chart = chart.WithoutEmptyLines();
        if (chart.Lines.Count == 0)
            return;
        var points = chart.Lines.SelectMany(line => line.Points).ToList();
        var x = ChartAxis.Linear(0, points.Max(point => point.X));
        var y = chart.HasLogarithmicY
            ? ChartAxis.Logarithmic(
                points.Select(point => point.Y).Where(value => value > 0).DefaultIfEmpty(1).Min(), points.Max(point => point.Y))
            : ChartAxis.Linear(0, points.Max(point => point.Y));
        page.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        page.WriteAttributeString("viewBox", $"0 0 {Width} {Height}");
        page.WriteAttributeString("role", "img");
        page.WriteElementString("title", chart.Title);
        WriteText(page, Left, Top - 12, "start", chart.Title, "title");
        WriteY(page, y, chart.UnitOfY);
        WriteX(page, x, chart);
        for (var i = 0; i < chart.Lines.Count; i++)
            WriteLine(page, chart.Lines[i], x, y, i);
        page.WriteEndElement();
    }

    private static void WriteY(XmlWriter page, ChartAxis axis, string unit)
    {
        foreach (var tick in axis.Ticks)
        {
            var at = PlaceOfY(axis, tick);
            WriteRule(page, Left, at, Width - Right, at);
            WriteText(page, Left - 6, at + 4, "end", Number(tick), "tick");
        }

        WriteText(page, Left - 6, Top - 12, "end", unit, "tick");
    }

    private static void WriteX(XmlWriter page, ChartAxis axis, Chart chart)
    {
        var marks = chart.Marks.Count > 0 ? chart.Marks : [.. axis.Ticks.Select(tick => (tick, Number(tick)))];
        foreach (var (value, text) in marks)
        {
            var at = PlaceOfX(axis, value);
            WriteRule(page, at, Top, at, Height - Bottom);
            WriteText(page, at, Height - Bottom + 16, "middle", text, "tick");
        }

        WriteText(page, Width - Right, Height - Bottom + 32, "end", chart.UnitOfX, "tick");
    }

    private static void WriteLine(XmlWriter page, ChartLine line, ChartAxis x, ChartAxis y, int index)
    {
        var colour = _colours[index % _colours.Length];
        var places = new StringBuilder();
        foreach (var point in line.Points)
            places.Append(CultureInfo.InvariantCulture, $"{PlaceOfX(x, point.X):0.#},{PlaceOfY(y, point.Y):0.#} ");
        page.WriteStartElement("polyline");
        page.WriteAttributeString("points", places.ToString().TrimEnd());
        page.WriteAttributeString("stroke", colour);
        page.WriteEndElement();

        var at = Left + index * 110;
        page.WriteStartElement("rect");
        WritePlace(page, ("x", at), ("y", Height - 18), ("width", 10), ("height", 10));
        page.WriteAttributeString("fill", colour);
        page.WriteEndElement();
        WriteText(page, at + 14, Height - 9, "start", line.Name, "tick");
    }

    private static void WriteRule(XmlWriter page, double x1, double y1, double x2, double y2)
    {
        page.WriteStartElement("line");
        WritePlace(page, ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));
        page.WriteEndElement();
    }

    private static void WriteText(XmlWriter page, double x, double y, string anchor, string text, string kind)
    {
        page.WriteStartElement("text");
        WritePlace(page, ("x", x), ("y", y));
        page.WriteAttributeString("text-anchor", anchor);
        page.WriteAttributeString("class", kind);
        page.WriteString(text);
        page.WriteEndElement();
    }

    private static void WritePlace(XmlWriter page, params ReadOnlySpan<(string Name, double Value)> places)
    {
        foreach (var (name, value) in places)
            page.WriteAttributeString(name, value.ToString("0.#", CultureInfo.InvariantCulture));
    }

    private static double PlaceOfX(ChartAxis axis, double value) => Left + axis.Map(value) * (Width - Left - Right);

    private static double PlaceOfY(ChartAxis axis, double value) =>
        Height - Bottom - axis.Map(value) * (Height - Top - Bottom);

    private static string Number(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1e3 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
