using System.Net;

namespace Meerkat.Perf.Reports;

/// <summary>Panels of horizontal bars as SVG: text in the reader's font, colours for light and for dark pages.</summary>
internal sealed class BarChart(string title, string note)
{
    private const int Width = 760;
    private const int BarsAt = 110;
    private const int BarsWidth = 540;
    private const int Top = 58;
    private const int PanelHead = 40;
    private const int BarStep = 24;
    private const int BarHeight = 16;
    private const int PanelGap = 30;

    // Half a line of text, from its middle to its foot.
    private const int Baseline = 12;

    private const string Style =
        """
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-size: 17px; font-weight: 600; }
        .panel { font-weight: 600; }
        .faint { font-size: 11px; fill: #59636e; }
        .label { text-anchor: end; }
        .mark { text-anchor: middle; }
        .grid { stroke: #8b949e; stroke-opacity: 0.35; }
        .bar { fill: #8b949e; }
        .ours { fill: #d9730d; }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .faint { fill: #9198a1; }
        }
        """;

    private readonly List<BarPanel> _panels = [];

    public void Add(BarPanel panel) => _panels.Add(panel);

    public void WriteTo(TextWriter output)
    {
        int height = Top + _panels.Sum(panel => HeightOf(panel) + PanelGap);
        string size = $"width='{Width}' height='{height}' viewBox='0 0 {Width} {height}'";
        output.WriteLine($"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img'>");
        output.WriteLine($"<title>{Escape(title)}</title>");
        output.WriteLine($"<style>\n{Style}\n</style>");
        WriteText(output, "title", 12, 24, title);
        WriteText(output, "faint", 12, 43, note);
        int y = Top;
        foreach (BarPanel panel in _panels)
        {
            WritePanel(output, panel, y);
            y += HeightOf(panel) + PanelGap;
        }

        output.WriteLine("</svg>");
    }

    private static int HeightOf(BarPanel panel) => PanelHead + panel.Bars.Count * BarStep;

    private static void WritePanel(TextWriter output, BarPanel panel, int y)
    {
        BarScale scale = panel.Scale();
        WriteText(output, "panel", 12, y + Baseline, panel.Title);
        int top = y + PanelHead;
        int bottom = top + panel.Bars.Count * BarStep - (BarStep - BarHeight);
        foreach (double mark in scale.Marks)
        {
            string x = $"{BarsAt + BarsWidth * scale.Place(mark):0.#}";
            output.WriteLine($"<line class='grid' x1='{x}' y1='{top - 4}' x2='{x}' y2='{bottom + 4}'/>");
            output.WriteLine($"<text class='faint mark' x='{x}' y='{top - 8}'>{mark:#,0.###}</text>");
        }

        for (int i = 0; i < panel.Bars.Count; i++)
            WriteBar(output, panel.Bars[i], scale, top + i * BarStep);
    }

    private static void WriteBar(TextWriter output, Bar bar, BarScale scale, int y)
    {
        double length = Math.Max(1, BarsWidth * scale.Place(bar.Value));
        output.WriteLine($"<text class='label' x='{BarsAt - 8}' y='{y + Baseline}'>{Escape(bar.Label)}</text>");
        string style = bar.IsOurs ? "bar ours" : "bar";
        output.WriteLine(
            $"<rect class='{style}' x='{BarsAt}' y='{y}' width='{length:0.#}' height='{BarHeight}' rx='2'/>");
        output.WriteLine($"<text x='{BarsAt + length + 6:0.#}' y='{y + Baseline}'>{Escape(bar.Text)}</text>");
    }

    private static void WriteText(TextWriter output, string style, int x, int y, string text) =>
        output.WriteLine($"<text class='{style}' x='{x}' y='{y}'>{Escape(text)}</text>");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
