using System.Diagnostics;
using System.Globalization;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Load;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Workers;

/// <summary>
/// A run in several processes, each with its share of the users: starts them, opens their gates together, measures the
/// server, and merges what they report. Belongs to the thread that executes it.
/// </summary>
internal sealed class WorkerRun(
    LoadOptions options, WorkerProgram program, ProgressLine progress, CancellationToken stop)
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(20);

    // From telling the processes to start until all have heard of it.
    private static readonly TimeSpan _lead = TimeSpan.FromMilliseconds(100);

    private readonly ServerProbe _server = ServerProbe.Of(options);
    private readonly RunFigures _figures = new(options);
    private readonly LatencyHistogram _none = new();
    private readonly List<Worker> _workers = [];

    public LoadReport Execute()
    {
        try
        {
            foreach (var share in options.Split())
                _workers.Add(new Worker(program, share));
            using var stopping = stop.Register(() => _workers.ForEach(worker => worker.Stop()));
            WaitForGate(1);
            _figures.MemoryBefore = _server.ReadMemory();
            _figures.First = _figures.Last = ResourceSample.Take(_server);
            OpenGates();
            WaitForGate(2);
            _figures.MemoryAfter = _server.ReadMemory();
            Measure(OpenGates());
            Wait("drain", () => _workers.TrueForAll(worker => worker.HasEnded), long.MaxValue);
            progress.Clear();
            return CreateReport();
        }
        finally
        {
            _workers.ForEach(worker => worker.Dispose());
        }
    }

    private long OpenGates()
    {
        var start = Stopwatch.GetTimestamp() + Clock.Ticks(_lead);
        _workers.ForEach(worker => worker.Go(start));
        return start;
    }

    private void Measure(long start)
    {
        var begin = start + Clock.Ticks(options.Warmup);
        Wait("load", () => false, start);
        _figures.BeginTimeline(_server);
        Wait("load", () => false, begin);
        _figures.First = ResourceSample.Take(_server);
        Wait("load", () => false, begin + Clock.Ticks(options.Duration));
        _figures.Last = ResourceSample.Take(_server);
    }

    private void WaitForGate(int number) =>
        Wait("processes", () => _workers.TrueForAll(worker => worker.Gates >= number || worker.HasEnded), long.MaxValue);

    // Until it is so, or that late; in the end all processes have ended.
    private void Wait(string phase, Func<bool> isSo, long until)
    {
        while (!isSo() && Stopwatch.GetTimestamp() < until && !_workers.TrueForAll(worker => worker.HasEnded))
        {
            PreciseSleep.For(_tick);
            _figures.Timeline?.Tick(0, _none);
            progress.Show(phase, _workers.Count, 0, "messages", _none, _server);
        }
    }

    private LoadReport CreateReport()
    {
        var reports = _workers.ConvertAll(worker => worker.Report);
        var died = reports.Count(report => report is null);
        var merged = ReportMerge.Merge(options, [.. reports.OfType<LoadReport>()]) with
        {
            IsInterrupted = stop.IsCancellationRequested,
        };
        _figures.Connections = merged.Server.Connections;
        merged = merged with
        {
            Server = _figures.CreateServerReport(merged.Operations),
            Timeline = TimelineMerge.WithServer(merged.Timeline, _figures.Timeline?.Points ?? []),
        };
        merged = merged with { Flatness = Flatness.Of(merged.Timeline, options.Warmup) };
        return merged with
        {
            Failure = died > 0 && !merged.IsInterrupted
                ? string.Create(CultureInfo.InvariantCulture, $"{died} of {reports.Count} processes died")
                : FailureLine.Of(merged),
        };
    }
}
