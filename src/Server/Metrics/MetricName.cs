using System.Diagnostics.Metrics;

namespace Meerkat.Server.Metrics;

/// <summary>
/// The name, unit and scale of an instrument in OpenMetrics, by the rules that OpenTelemetry has for Prometheus: base units,
/// and the unit at the end of the name. Immutable.
/// </summary>
internal sealed record MetricName(string Name, string? Unit, double Scale)
{
    public static MetricName Of(Instrument instrument)
    {
        var (unit, scale) = UnitOf(instrument.Unit);
        var name = Sanitize(instrument.Name);
        if (name.EndsWith("_total", StringComparison.Ordinal)) name = name[..^"_total".Length];
        if (unit is not null && !name.EndsWith($"_{unit}", StringComparison.Ordinal)) name = $"{name}_{unit}";
        return new MetricName(name, unit, scale);
    }

    /// <summary>Letters, digits and underscores, not beginning with a digit.</summary>
    public static string Sanitize(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    // Units are UCUM's; those in braces only annotate a count.
    private static (string? Unit, double Scale) UnitOf(string? unit) => unit switch
    {
        "ms" => ("seconds", 0.001),
        "s" => ("seconds", 1),
        "By" => ("bytes", 1),
        "1" => ("ratio", 1),
        _ => (null, 1),
    };
}
