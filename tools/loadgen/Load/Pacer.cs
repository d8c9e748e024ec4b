namespace Meerkat.LoadGen.Load;

/// <summary>
/// Spaces logins at a rate, which may be reached little by little. Time that went unused, because all slots were taken, is
/// not made up for: a burst would exceed the rate that was asked for. Belongs to the thread that starts logins.
/// </summary>
/// <param name="perSecond">The rate; 0 is none.</param>
/// <param name="ramp">How long it grows, evenly, from nothing to the rate.</param>
/// <param name="frequency">Of time stamps.</param>
internal sealed class Pacer(double perSecond, TimeSpan ramp, long frequency)
{
    // 0: no limit.
    private readonly double _interval = perSecond > 0 ? Math.Max(1, frequency / perSecond) : 0;
    private readonly double _ramp = ramp.TotalSeconds * frequency;
    private long _start;
    private long _due;

    /// <summary>How long the next start has to wait, in time stamp units.</summary>
    public long Peek(long now) => _interval == 0 ? 0 : Math.Max(0, _due - now);

    /// <summary>Takes note of a start.</summary>
    // Up to 10 ms are caught up with, so that a late wake-up does not lower the rate.
    public void Take(long now)
    {
        if (_start == 0)
            _start = now;
        _due = NextBehind(Math.Max(_due, now - frequency / 100));
    }

    // While the rate grows, the logins of the first t seconds are t² / 2 times its growth a second. So one more is due at the
    // root of t² + 2 / growth, and a growth of a whole rate in the ramp makes that 2 * ramp * interval.
    private long NextBehind(long time)
    {
        var elapsed = Math.Max(0.0, time - _start);
        var next = Math.Sqrt(elapsed * elapsed + 2 * _ramp * _interval);
        return next < _ramp ? _start + (long)next : time + (long)_interval;
    }
}
