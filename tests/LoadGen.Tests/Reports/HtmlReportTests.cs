using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Reports;
using Meerkat.LoadGen.Tests.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Reports;

public sealed class HtmlReportTests
{
    private static readonly XNamespace _html = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Page_is_well_formed_and_needs_nothing_else()
    {
        var text = Encoding.UTF8.GetString(HtmlReport.Write(SampleReport.Create()));
        var page = Parse(text);

        Assert.StartsWith("<!DOCTYPE html", text, StringComparison.Ordinal);
        Assert.Equal(_html + "html", page.Root!.Name);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_has_every_figure_of_the_json_report()
    {
        var report = SampleReport.Create();
        var cells = Parse(Encoding.UTF8.GetString(HtmlReport.Write(report))).Descendants(_html + "td").Select(cell => cell.Value).ToHashSet();

        foreach (var figure in Numbers(JsonDocument.Parse(JsonReport.Write(report)).RootElement))
            Assert.Contains(figure, cells);
    }

    [Fact]
    public void Page_has_charts_of_what_was_measured()
    {
        var charts = Parse(Encoding.UTF8.GetString(HtmlReport.Write(SampleReport.Create()))).Descendants(_svg + "svg").ToList();

        Assert.Equal(
            ["Throughput", "Latency over time", "Latency by percentile", "CPU", "Memory of the server"],
            charts.Select(chart => chart.Element(_svg + "title")!.Value));
        Assert.Equal([1, 3, 2, 2, 1], charts.Select(chart => chart.Elements(_svg + "polyline").Count()));
        Assert.All(charts.Descendants(_svg + "polyline"), line => Assert.All(
            line.Attribute("points")!.Value.Split(' ', ','), place => Assert.InRange(double.Parse(place, null), 0, 720)));
    }

    [Fact]
    public void Page_of_a_run_without_figures_has_no_charts()
    {
        var report = SampleReport.Create() with { Timeline = [], Messages = null };
        report = report with
        {
            Logins = report.Logins with { Latency = LatencySummary.Of(LatencyDistribution.Empty) },
            Failure = "no <one> & nothing",
        };

        var page = Parse(Encoding.UTF8.GetString(HtmlReport.Write(report)));

        Assert.Empty(page.Descendants(_svg + "svg"));
        Assert.Equal("no <one> & nothing", page.Descendants(_html + "p").Single().Value);
    }

    private static XDocument Parse(string text)
    {
        using var reader = XmlReader.Create(
            new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    // The points of time are in the charts.
    private static IEnumerable<string> Numbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject()
            .Where(part => part.Name is not ("timeline" or "schema")).SelectMany(part => Numbers(part.Value)),
        JsonValueKind.Number => [value.ToString()],
        _ => [],
    };
}
