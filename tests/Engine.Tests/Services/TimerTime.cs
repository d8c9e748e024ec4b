namespace Meerkat.Engine.Tests.Services;

/// <summary>A clock whose timers go off when the test says so.</summary>
internal sealed class TimerTime : TimeProvider
{
    private Action? _fire;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        _fire = () => callback(state);
        return new StandingTimer();
    }

    /// <summary>Of the timer that was made last.</summary>
    public TimeSpan DueTime { get; private set; }

    public void Fire() => _fire!();

    private sealed class StandingTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
