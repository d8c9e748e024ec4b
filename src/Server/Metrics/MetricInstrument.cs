using System.Diagnostics.Metrics;
using System.Globalization;

namespace Meerkat.Server.Metrics;

/// <summary>What one instrument has measured, for each combination of its tags. Owned by <see cref="MetricsCollector"/>; any thread.</summary>
internal sealed class MetricInstrument
{
    // OpenTelemetry's and Prometheus' usual bounds of durations, in seconds.
    private static readonly double[] _usualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    // Tags that differ for ever would take all memory: what comes beyond is not counted.
    private const int MaxSeries = 2000;

    private readonly MetricName _name;
    private readonly string _help;
    private readonly MetricKind _kind;
    private readonly bool _isObserved;
    private readonly bool _isSum;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Series> _series = [];

    public MetricInstrument(Instrument instrument)
    {
        _name = MetricName.Of(instrument);
        _help = instrument.Description ?? instrument.Name;
        _isObserved = instrument.IsObservable;
        // The numbers that the server and the runtime measure in.
        _kind = instrument switch
        {
            Histogram<double> or Histogram<long> or Histogram<int> => MetricKind.Histogram,
            Counter<double> or Counter<long> or Counter<int> => MetricKind.Counter,
            ObservableCounter<double> or ObservableCounter<long> or ObservableCounter<int> => MetricKind.Counter,
            _ => MetricKind.Gauge,
        };
        _isSum = !_isObserved && instrument is not (Gauge<double> or Gauge<long> or Gauge<int>);
    }

    /// <summary>What is read is read anew.</summary>
    public void BeginCollection()
    {
        if (!_isObserved) return;

        lock (_gate) _series.Clear();
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        value *= _name.Scale;
        var labels = LabelsOf(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count == MaxSeries) return;
                _series.Add(labels, series = new Series(_kind == MetricKind.Histogram ? new long[_usualBounds.Length + 1] : null));
            }

            series.Value = _isSum ? series.Value + value : value;
            if (series.Counts is { } counts) counts[BucketOf(value)]++;
        }
    }

    public MetricFamily Collect()
    {
        lock (_gate)
        {
            return new MetricFamily(
                _name.Name,
                _name.Unit,
                _help,
                _kind,
                [.. _series.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value.ToSeries(entry.Key))]);
        }
    }

    private static int BucketOf(double value)
    {
        var bucket = Array.FindIndex(_usualBounds, bound => value <= bound);
        return bucket < 0 ? _usualBounds.Length : bucket;
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";

        var labels = new List<string>(tags.Length);
        foreach (var (name, value) in tags)
            labels.Add(MetricsText.Label(MetricName.Sanitize(name), Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private sealed class Series(long[]? counts)
    {
        public double Value { get; set; }

        /// <summary>Values in each bucket; null if it is no histogram.</summary>
        public long[]? Counts { get; } = counts;

        public MetricSeries ToSeries(string labels)
        {
            if (Counts is null) return new MetricSeries(labels, Value);

            var buckets = new (double, long)[Counts.Length];
            long sum = 0;
            for (var i = 0; i < Counts.Length; i++)
            {
                sum += Counts[i];
                buckets[i] = (i < _usualBounds.Length ? _usualBounds[i] : double.PositiveInfinity, sum);
            }

            return new MetricSeries(labels, Value, buckets);
        }
    }
}
