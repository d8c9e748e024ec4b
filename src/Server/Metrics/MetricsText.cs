using System.Globalization;
using System.Text;

namespace Meerkat.Server.Metrics;

/// <summary>
/// Writes figures as OpenMetrics 1.0 or as Prometheus' text format 0.0.4, which differ in the names of counters, in units, in
/// how numbers of bounds look and in the last line. Pure.
/// </summary>
internal static class MetricsText
{
    public static string Write(IEnumerable<MetricFamily> families, MetricsFormat format)
    {
        var text = new StringBuilder();
        foreach (var family in families) Write(text, family, format);
        if (format == MetricsFormat.OpenMetrics) text.Append("# EOF\n");
        return text.ToString();
    }

    /// <summary>A label as it stands between the braces.</summary>
    public static string Label(string name, string value) => $"{name}=\"{Escape(value)}\"";

    private static void Write(StringBuilder text, MetricFamily family, MetricsFormat format)
    {
        var isOpen = format == MetricsFormat.OpenMetrics;
        var suffix = family.Kind switch
        {
            MetricKind.Counter => "_total",
            MetricKind.Info => "_info",
            _ => "",
        };
        // In the older format what describes a figure bears the name of its lines.
        var described = isOpen ? family.Name : family.Name + suffix;
        text.Append("# TYPE ").Append(described).Append(' ').Append(TypeOf(family.Kind, isOpen)).Append('\n');
        if (isOpen && family.Unit is not null) text.Append("# UNIT ").Append(described).Append(' ').Append(family.Unit).Append('\n');
        var help = isOpen ? Escape(family.Help) : family.Help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        text.Append("# HELP ").Append(described).Append(' ').Append(help).Append('\n');
        foreach (var series in family.Series)
        {
            if (series.Buckets is { } buckets) WriteHistogram(text, family.Name, series, buckets, isOpen);
            else WriteLine(text, family.Name + suffix, series.Labels, Number(series.Value));
        }
    }

    private static void WriteHistogram(
        StringBuilder text, string name, MetricSeries series, IReadOnlyList<(double Bound, long Count)> buckets, bool isOpen)
    {
        foreach (var (bound, count) in buckets)
        {
            var le = Label("le", Bound(bound, isOpen));
            WriteLine(text, name + "_bucket", series.Labels.Length == 0 ? le : $"{series.Labels},{le}", Number(count));
        }

        WriteLine(text, name + "_sum", series.Labels, Number(series.Value));
        WriteLine(text, name + "_count", series.Labels, Number(buckets[^1].Count));
    }

    private static void WriteLine(StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    private static string TypeOf(MetricKind kind, bool isOpen) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        MetricKind.Info when isOpen => "info",
        _ => "gauge",
    };

    /// <summary>OpenMetrics 1.0 "Considerations: Canonical Numbers": a bound shows that it is no integer.</summary>
    private static string Bound(double bound, bool isOpen)
    {
        var text = Number(bound);
        return isOpen && double.IsFinite(bound) && !text.Contains('.') ? text + ".0" : text;
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("0.################", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text) => text
        .Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
