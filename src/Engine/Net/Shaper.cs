namespace Meerkat.Engine.Net;

/// <summary>
/// What is left of a <see cref="ShaperRate"/>, for one connection or for all of a user. What was read is charged afterwards, so
/// that it may end in debt; how long to read nothing is the answer. Any thread, without a lock.
/// </summary>
// The virtual scheduling algorithm of ITU-T I.371, which needs one number where a bucket needs two: the moment at which all
// that was charged would have come in at exactly the rate. A full bucket is one in the past.
public sealed class Shaper(ShaperRate rate)
{
    private const long NsPerMs = 1_000_000;
    private const long NsPerSecond = 1_000_000_000;

    private readonly long _burstNs = (long)rate.Burst.TotalMilliseconds * NsPerMs;

    // In clock nanoseconds. Interlocked: the connections of a user charge from turns of their own.
    private long _bytesDueNs;
    private long _stanzasDueNs;

    public ShaperRate Rate => rate;

    /// <summary>Returns the milliseconds in which nothing more should be read; 0: read on.</summary>
    public long TakeBytes(int count, long nowMs) =>
        rate.BytesPerSecond == 0 ? 0 : Take(ref _bytesDueNs, count * NsPerSecond / rate.BytesPerSecond, nowMs);

    /// <inheritdoc cref="TakeBytes"/>
    public long TakeStanza(long nowMs) =>
        rate.StanzasPerSecond == 0 ? 0 : Take(ref _stanzasDueNs, NsPerSecond / rate.StanzasPerSecond, nowMs);

    private long Take(ref long dueNs, long costNs, long nowMs)
    {
        var nowNs = nowMs * NsPerMs;
        var seen = Volatile.Read(ref dueNs);
        while (true)
        {
            var due = Math.Max(seen, nowNs) + costNs;
            var before = Interlocked.CompareExchange(ref dueNs, due, seen);
            if (before == seen) return Math.Max(0, (due - nowNs - _burstNs + NsPerMs - 1) / NsPerMs);

            seen = before;
        }
    }
}
