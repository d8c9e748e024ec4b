using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace Meerkat.Engine.Diagnostics;

/// <summary>One number the server can tell: how it is named, what it means and how it is read. Immutable; any thread.</summary>
internal sealed class ServerFigure
{
    private readonly string _description;
    private readonly Func<long> _read;
    private readonly bool _isCounter;

    // Null: a number without tags.
    private readonly TaggedCounter? _tagged;

    private ServerFigure(string name, string description, Func<long> read, bool isCounter, TaggedCounter? tagged = null)
    {
        Name = name;
        _description = description;
        _read = read;
        _isCounter = isCounter;
        _tagged = tagged;
    }

    public string Name { get; }

    /// <summary>A value of the moment.</summary>
    public static ServerFigure Gauge(string name, string description, Func<long> read) => new(name, description, read, false);

    /// <summary>A sum that only grows.</summary>
    public static ServerFigure Counter(string name, string description, Func<long> read) => new(name, description, read, true);

    /// <summary>The same by the values of a tag; as an event counter their sum.</summary>
    public static ServerFigure Counter(string name, string description, TaggedCounter counter) =>
        new(name, description, () => counter.Total, true, counter);

    public long Read() => _read();

    public void AddTo(Meter meter)
    {
        if (_tagged is not null) meter.CreateObservableCounter(Name, _tagged.Measure, description: _description);
        else if (_isCounter) meter.CreateObservableCounter(Name, _read, description: _description);
        else meter.CreateObservableGauge(Name, _read, description: _description);
    }

    /// <summary>As an event counter: a gauge as its mean, a counter as its increase per interval.</summary>
    public DiagnosticCounter ToEventCounter(EventSource source) => _isCounter
        ? new IncrementingPollingCounter(Name, source, () => _read())
        { DisplayName = _description, DisplayRateTimeScale = TimeSpan.FromSeconds(1) }
        : new PollingCounter(Name, source, () => _read()) { DisplayName = _description };
}
