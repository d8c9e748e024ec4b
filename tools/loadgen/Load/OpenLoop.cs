using System.Diagnostics;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Sends at a fixed rate on a thread of its own, whether or not the server keeps up, until the window is over. Started and
/// joined by the run's thread.
/// </summary>
/// <param name="window">The time that counts; nothing is sent behind its end.</param>
/// <param name="giveUpAfter">How far behind its end the sender may still catch up.</param>
internal sealed class OpenLoop(MeasureWindow window, TimeSpan giveUpAfter)
{
    private Thread? _thread;
    private long _skipped;

    /// <summary>How late the load generator itself was, within the window.</summary>
    public LatencyHistogram Lag { get; } = new();

    /// <summary>What was due and never tried.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Calls <paramref name="send"/> with the number and the intended time of whatever is due.</summary>
    public void Start(OpenLoopSchedule schedule, Action<long, long> send)
    {
        _thread = new Thread(() => Send(schedule, send)) { Name = "open loop", IsBackground = true };
        _thread.Start();
    }

    public void Join() => _thread?.Join();

    // Sends whatever is due, then sleeps until the next one is.
    private void Send(OpenLoopSchedule schedule, Action<long, long> send)
    {
        while (!schedule.IsDone && schedule.TimeOf(schedule.Next) < window.End)
        {
            var now = Stopwatch.GetTimestamp();
            if (now - window.End >= Clock.Ticks(giveUpAfter))
            {
                Interlocked.Add(ref _skipped, schedule.CountBefore(window.End) - schedule.Next);
                return;
            }

            if (!schedule.TryTake(now, out var number, out var intended))
            {
                PreciseSleep.For(Stopwatch.GetElapsedTime(now, intended));
                continue;
            }

            if (window.Contains(intended))
                Lag.Record(Clock.Nanoseconds(now - intended));
            send(number, intended);
        }
    }
}
