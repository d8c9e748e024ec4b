using System.Globalization;

namespace Meerkat.LoadGen.Measure;

/// <summary>
/// What a .NET server's <c>/metrics</c> says of its memory. Immutable; what it does not say is null. Counters count from its
/// start.
/// </summary>
internal readonly record struct RuntimeFigures(
    double? HeapBytes, double? AllocatedBytes, double? Collections, double? PauseSeconds)
{
    /// <summary>Reads the text format of Prometheus. Series of one name are added up.</summary>
    public static RuntimeFigures Parse(string metrics) => new(
        Sum(metrics, "dotnet_gc_last_collection_heap_size_bytes"),
        Sum(metrics, "dotnet_gc_heap_total_allocated_bytes_total"),
        Sum(metrics, "dotnet_gc_collections_total"),
        Sum(metrics, "dotnet_gc_pause_time_seconds_total"));

    private static double? Sum(string metrics, string name)
    {
        double? sum = null;
        foreach (var line in metrics.AsSpan().EnumerateLines())
        {
            // name{label="value"} 1.5 [time stamp]
            if (!line.StartsWith(name) || line.Length == name.Length || line[name.Length] is not (' ' or '{'))
                continue;
            var rest = line[(line.LastIndexOf('}') + 1)..];
            var value = (rest.Length == line.Length ? line[name.Length..] : rest).Trim();
            var end = value.IndexOf(' ');
            if (double.TryParse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture, out var number))
                sum = (sum ?? 0) + number;
        }

        return sum;
    }
}
