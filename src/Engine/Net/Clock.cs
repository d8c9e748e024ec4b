namespace Meerkat.Engine.Net;

/// <summary>The monotonic clock of deadlines, in milliseconds. Immutable; any thread.</summary>
public sealed class Clock(TimeProvider time)
{
    private readonly long _timestampsPerMs = Math.Max(1, time.TimestampFrequency / 1000);

    public TimeProvider Time { get; } = time;

    public long NowMs => Time.GetTimestamp() / _timestampsPerMs;
}
