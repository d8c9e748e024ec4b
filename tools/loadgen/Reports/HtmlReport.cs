using System.Text;
using System.Text.Json;
using System.Xml;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Reports;

/// <summary>
/// The report as one page that needs nothing else: charts as SVG, every figure of the JSON report in tables, no script,
/// nothing from a network. It is well-formed XML, too. Stateless.
/// </summary>
internal static class HtmlReport
{
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    private const string Style =
        """
        body { font: 15px/1.4 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff }
        table { border-collapse: collapse; margin: .5em 0 1.5em } td, th { padding: .15em .8em .15em 0; text-align: right }
        th:first-child, td:first-child { text-align: left; font-weight: normal } tr:nth-child(even) { background: #f4f4f4 }
        .wrong { color: #b00020 } svg { width: 100%; height: auto; margin: .5em 0 } svg line { stroke: #ddd }
        svg polyline { fill: none; stroke-width: 1.5 } svg text { font-size: 11px; fill: #444 } svg .title { font-size: 13px; fill: #222 }
        """;

    public static byte[] Write(LoadReport report)
    {
        using var output = new MemoryStream();
        using (var page = XmlWriter.Create(
            output, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, Encoding = new UTF8Encoding(false) }))
        {
            page.WriteDocType("html", null, null, null);
            page.WriteStartElement("html", Xhtml);
            page.WriteAttributeString("lang", "en");
            WriteHead(page, report);
            page.WriteStartElement("body");
            WriteSummary(page, report);
            foreach (var chart in RunCharts.Of(report))
                SvgChart.Write(page, chart);
            using var figures = JsonDocument.Parse(JsonReport.Write(report));
            FigureTables.Write(page, figures.RootElement);
            page.WriteFullEndElement();
            page.WriteFullEndElement();
        }

        return output.ToArray();
    }

    private static void WriteHead(XmlWriter page, LoadReport report)
    {
        page.WriteStartElement("head");
        page.WriteStartElement("meta");
        page.WriteAttributeString("charset", "utf-8");
        page.WriteEndElement();
        page.WriteElementString("title", $"loadgen {report.Options.Scenario}");
        page.WriteElementString("style", Style);
        page.WriteFullEndElement();
    }

    private static void WriteSummary(XmlWriter page, LoadReport report)
    {
        page.WriteElementString("h1", $"loadgen {report.Options.Scenario}");
        page.WriteStartElement("p");
        if (report.Failure is not null)
            page.WriteAttributeString("class", "wrong");
        page.WriteString(report.Failure ?? "All that was sent arrived once and in order.");
        page.WriteFullEndElement();
        var table = new StringWriter();
        TableWriter.Write(report, table);
        page.WriteElementString("pre", table.ToString());
    }
}
