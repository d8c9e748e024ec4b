using System.Diagnostics;

namespace Meerkat.LoadGen.Measure;

/// <summary>
/// Notes once a second how a load goes. However long the run is, there are a few hundred points: beyond that each two of
/// them become one. Belongs to the run's thread.
/// </summary>
internal sealed class TimelineRecorder(ServerProbe server)
{
    // A chart is about as many pixels wide.
    private const int MaxPoints = 600;

    private readonly List<TimelinePoint> _points = [];
    private TimeSpan _interval = TimeSpan.FromSeconds(1);
    private long _start;
    private ResourceSample _last;
    private long _lastArrived;
    private LatencyDistribution _lastLatency = LatencyDistribution.Empty;

    public IReadOnlyList<TimelinePoint> Points => _points;

    /// <summary>The load starts now.</summary>
    public void Begin()
    {
        _last = ResourceSample.Take(server);
        _start = _last.Timestamp;
    }

    /// <summary>Looks whether a stretch is over; called often.</summary>
    public void Tick(long arrived, LatencyHistogram latency)
    {
        if (_start == 0 || Stopwatch.GetElapsedTime(_last.Timestamp) < _interval)
            return;
        var now = ResourceSample.Take(server);
        var all = latency.Distribution();
        _points.Add(new TimelinePoint
        {
            Seconds = Stopwatch.GetElapsedTime(_start, now.Timestamp).TotalSeconds,
            Interval = Stopwatch.GetElapsedTime(_last.Timestamp, now.Timestamp).TotalSeconds,
            Arrived = arrived - _lastArrived,
            Latency = all.Since(_lastLatency),
            ClientCpuSeconds = (now.ClientCpu - _last.ClientCpu).TotalSeconds,
            ServerCpuSeconds = (now.ServerCpu - _last.ServerCpu)?.TotalSeconds,
            ServerRssBytes = server.ReadResidentBytes(),
            ServerRuntime = server.ReadRuntime(),
        });
        (_last, _lastArrived, _lastLatency) = (now, arrived, all);
        if (_points.Count > MaxPoints)
            Halve();
    }

    private void Halve()
    {
        var pairs = _points.Chunk(2)
            .Select(pair => pair.Length == 2 ? TimelinePoint.Join(pair[0], pair[1]) : pair[0]).ToList();
        _points.Clear();
        _points.AddRange(pairs);
        _interval *= 2;
    }
}
