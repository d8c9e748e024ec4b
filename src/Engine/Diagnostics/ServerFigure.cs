using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace Meerkat.Engine.Diagnostics;

/// <summary>One number the server can tell: how it is named, what it means and how it is read. Immutable; any thread.</summary>
internal sealed class ServerFigure
{
    private readonly string _name;
    private readonly string _description;
    private readonly Func<long> _read;
    private readonly bool _isCounter;

    private ServerFigure(string name, string description, Func<long> read, bool isCounter)
    {
        _name = name;
        _description = description;
        _read = read;
        _isCounter = isCounter;
    }

    /// <summary>A value of the moment.</summary>
    public static ServerFigure Gauge(string name, string description, Func<long> read) => new(name, description, read, false);

    /// <summary>A sum that only grows.</summary>
    public static ServerFigure Counter(string name, string description, Func<long> read) => new(name, description, read, true);

    public void AddTo(Meter meter)
    {
        if (_isCounter) meter.CreateObservableCounter(_name, _read, description: _description);
        else meter.CreateObservableGauge(_name, _read, description: _description);
    }

    /// <summary>As an event counter: a gauge as its mean, a counter as its increase per interval.</summary>
    public DiagnosticCounter ToEventCounter(EventSource source) => _isCounter
        ? new IncrementingPollingCounter(_name, source, () => _read())
        { DisplayName = _description, DisplayRateTimeScale = TimeSpan.FromSeconds(1) }
        : new PollingCounter(_name, source, () => _read()) { DisplayName = _description };
}
