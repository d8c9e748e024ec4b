using System.Diagnostics.Tracing;

namespace Meerkat.Engine.Diagnostics;

/// <summary>
/// The figures of <see cref="ServerMetrics"/> as event counters, so that a trace shows them beside the samples
/// (<c>dotnet-trace collect --providers Meerkat::Informational:EventCounterIntervalSec=1</c>). Any thread.
/// </summary>
[EventSource(Name = "Meerkat")]
internal sealed class MeerkatEventSource(IReadOnlyList<ServerFigure> figures) : EventSource
{
    private DiagnosticCounter[]? _counters;

    // Counters are made when somebody first listens: without a listener they cost nothing.
    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        if (command.Command == EventCommand.Enable) _counters ??= [.. figures.Select(figure => figure.ToEventCounter(this))];
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var counter in _counters ?? []) counter.Dispose();

        base.Dispose(disposing);
    }
}
