namespace Meerkat.Server.Metrics;

/// <summary>The values of one figure at one moment. Immutable.</summary>
/// <param name="Name">In the names' alphabet of OpenMetrics, with the unit at its end and without <c>_total</c>.</param>
/// <param name="Unit">Null: none.</param>
/// <param name="Help">What it means.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Series">The values, by their labels.</param>
internal sealed record MetricFamily(string Name, string? Unit, string Help, MetricKind Kind, IReadOnlyList<MetricSeries> Series);

/// <summary>One combination of labels of a figure. Immutable.</summary>
/// <param name="Labels">Written out, without braces; empty: none.</param>
/// <param name="Value">The value, or the sum of a histogram.</param>
/// <param name="Buckets">Of a histogram: the bounds, and how many values are not above each; the last bound is infinity.</param>
internal sealed record MetricSeries(string Labels, double Value, IReadOnlyList<(double Bound, long Count)>? Buckets = null);

/// <summary>What a figure is.</summary>
internal enum MetricKind : byte
{
    Gauge,
    Counter,
    Histogram,

    /// <summary>Labels that say what is running; the value is 1.</summary>
    Info,
}
