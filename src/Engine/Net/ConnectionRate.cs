namespace Meerkat.Engine.Net;

/// <summary>New connections: so many a second on average, and so many at once after a quiet time. 0 a second: no limit.</summary>
internal readonly record struct ConnectionRate(int PerSecond, long Burst)
{
    // A paused listener wakes up with the heartbeat: a bucket smaller than what a tick brings would lower the rate.
    private const int TicksPerSecond = 4;

    public bool IsLimited => PerSecond > 0;

    public static ConnectionRate Of(int perSecond, int burst) =>
        new(perSecond, Math.Max(burst, (perSecond / TicksPerSecond) + 1));
}
