using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Meerkat.Server.Metrics;

/// <summary>
/// Listens to the server's meters and the runtime's. Figures that are read are read when they are collected; those that are
/// counted are summed from the start. One per process; any thread.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    // What the meters of this server begin with, and the runtime's own.
    private const string OwnMeters = "Meerkat";
    private const string RuntimeMeter = "System.Runtime";

    private readonly MeterListener _listener = new();
    private readonly string _version;

    // A scrape at a time: what is read is read anew for each.
    private readonly Lock _collecting = new();
    private ImmutableArray<MetricInstrument> _instruments = [];

    public MetricsCollector(string version)
    {
        _version = version;
        _listener.InstrumentPublished = Enable;
        _listener.MeasurementsCompleted = Disable;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record((double)value, tags, state));
        _listener.Start();
    }

    /// <summary>All figures by name.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (_collecting)
        {
            var instruments = _instruments;
            foreach (var instrument in instruments) instrument.BeginCollection();

            _listener.RecordObservableInstruments();
            var families = instruments.Select(instrument => instrument.Collect()).Where(family => family.Series.Count > 0);
            var labels = MetricsText.Label("version", _version);
            // Two meters of a process may have an instrument of the same name: the first counts, since names are unique here.
            return
            [
                new("meerkat_build", null, "The version that runs", MetricKind.Info, [new(labels, 1)]),
                .. families.DistinctBy(family => family.Name).OrderBy(family => family.Name, StringComparer.Ordinal),
            ];
        }
    }

    public void Dispose() => _listener.Dispose();

    private static bool IsWanted(Meter meter) =>
        meter.Name == RuntimeMeter || meter.Name == OwnMeters || meter.Name.StartsWith($"{OwnMeters}.", StringComparison.Ordinal);

    private void Enable(Instrument instrument, MeterListener listener)
    {
        if (!IsWanted(instrument.Meter)) return;

        var metric = new MetricInstrument(instrument);
        ImmutableInterlocked.Update(ref _instruments, static (list, added) => list.Add(added), metric);
        listener.EnableMeasurementEvents(instrument, metric);
    }

    private void Disable(Instrument instrument, object? state) =>
        ImmutableInterlocked.Update(ref _instruments, static (list, removed) => list.Remove(removed), (MetricInstrument)state!);

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((MetricInstrument)state!).Record(value, tags);
}
