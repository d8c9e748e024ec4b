using System.Text.Json;
using System.Xml;

namespace Meerkat.LoadGen.Reports;

/// <summary>
/// The figures of a JSON report as tables: one of all latencies, one of the rest of each section. Stateless.
/// </summary>
internal static class FigureTables
{
    private static readonly string[] _columns = ["count", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"];

    public static void Write(XmlWriter page, JsonElement report)
    {
        page.WriteElementString("h2", "Latency in microseconds");
        page.WriteStartElement("table");
        WriteRow(page, "th", ["", .. _columns]);
        foreach (var section in report.EnumerateObject().Where(section => section.Value.ValueKind == JsonValueKind.Object))
        {
            foreach (var figure in section.Value.EnumerateObject().Where(figure => IsLatency(figure.Value)))
                WriteLatency(page, $"{section.Name}.{figure.Name}", figure.Value);
        }

        page.WriteFullEndElement();
        foreach (var section in report.EnumerateObject().Where(section => section.Value.ValueKind == JsonValueKind.Object))
            WriteSection(page, section.Name, section.Value);
    }

    private static void WriteLatency(XmlWriter page, string name, JsonElement latency) =>
        WriteRow(page, "td", [name, .. _columns.Select(column => Text(latency.GetProperty(column)))]);

    private static void WriteSection(XmlWriter page, string name, JsonElement section)
    {
        page.WriteElementString("h2", name);
        page.WriteStartElement("table");
        WriteFigures(page, "", section);
        page.WriteFullEndElement();
    }

    private static void WriteFigures(XmlWriter page, string prefix, JsonElement figures)
    {
        foreach (var figure in figures.EnumerateObject().Where(figure => !IsLatency(figure.Value)))
        {
            if (figure.Value.ValueKind == JsonValueKind.Object)
                WriteFigures(page, $"{prefix}{figure.Name}.", figure.Value);
            else
                WriteRow(page, "td", [prefix + figure.Name, Text(figure.Value)]);
        }
    }

    private static bool IsLatency(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("p99.9", out _);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "–",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => item.ToString())),
        _ => value.ToString(),
    };

    private static void WriteRow(XmlWriter page, string cell, IEnumerable<string> values)
    {
        page.WriteStartElement("tr");
        foreach (var value in values)
        {
            page.WriteStartElement(cell);
            page.WriteString(value);
            page.WriteFullEndElement();
        }

        page.WriteFullEndElement();
    }
}
