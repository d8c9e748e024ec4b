using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Net;

/// <summary>
/// The one timer of a node: calls its tasks at every tick, on its own thread. Tasks are given before it starts.
/// </summary>
public sealed class Heartbeat : IDisposable
{
    /// <summary>Deadlines are seconds; four ticks a second cost nothing and keep slices small.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // A pause of the collector or a busy machine; more than this someone should know.
    private const long LateMs = 1000;

    private readonly Clock _clock;
    private readonly TurnPool _turns;
    private readonly ILogger _logger;
    private readonly IHeartbeatTask[] _tasks;
    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;
    private long _lastTickMs;

    public Heartbeat(Network network, params ReadOnlySpan<IHeartbeatTask> tasks)
    {
        _clock = network.Clock;
        _turns = network.Turns;
        _logger = network.Logger;
        _tasks = tasks.ToArray();
        _lastTickMs = _clock.NowMs;
    }

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    /// <summary>One tick. The heartbeat's thread; tests call it in its stead.</summary>
    public void Tick()
    {
        long nowMs = _clock.NowMs;
        long lateMs = nowMs - _lastTickMs - (long)Interval.TotalMilliseconds;
        if (lateMs > LateMs)
            NetLog.HeartbeatLate(_logger, lateMs);
        _lastTickMs = nowMs;

        Turn turn = _turns.Begin();
        foreach (IHeartbeatTask task in _tasks)
        {
            try
            {
                task.OnTick(turn);
            }
            catch (Exception e)
            {
                NetLog.HeartbeatTaskFailed(_logger, e, task.GetType().Name);
            }
        }

        turn.End();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(Interval))
            Tick();
    }
}
