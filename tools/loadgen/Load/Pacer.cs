namespace Meerkat.LoadGen.Load;

/// <summary>
/// Spaces logins at a rate. Time that went unused, because all slots were taken, is not made up for: a burst would
/// exceed the rate that was asked for. Belongs to the thread that starts logins.
/// </summary>
internal sealed class Pacer(double perSecond, long frequency)
{
    // 0: no limit.
    private readonly long _interval = perSecond > 0 ? Math.Max(1, (long)(frequency / perSecond)) : 0;
    private long _due;

    /// <summary>How long the next start has to wait, in time stamp units.</summary>
    public long Peek(long now) => _interval == 0 ? 0 : Math.Max(0, _due - now);

    /// <summary>Takes note of a start.</summary>
    // Up to 10 ms are caught up with, so that a late wake-up does not lower the rate.
    public void Take(long now) => _due = Math.Max(_due, now - frequency / 100) + _interval;
}
