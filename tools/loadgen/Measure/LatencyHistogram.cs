using System.Numerics;

namespace Meerkat.LoadGen.Measure;

/// <summary>
/// A log-linear histogram of durations in nanoseconds, fixed in size. Any thread may record; a reader on another thread
/// sees a state that is at most a few recordings old.
/// </summary>
internal sealed class LatencyHistogram
{
    // 2^7 buckets per octave: a bucket is at most 1/128 = 0.78 % of its value wide, which keeps the error below 1 %.
    private const int BucketBits = 7;
    private const int BucketsPerOctave = 1 << BucketBits;

    // 2^40 ns are 18 minutes: no phase lasts that long without a time-out.
    private const int MaxBits = 40;
    private const int BucketCount = ((MaxBits - BucketBits - 1) << BucketBits) + 2 * BucketsPerOctave;

    private readonly long[] _counts = new long[BucketCount];
    private long _count;
    private long _sum;
    private long _max;

    public long Count => Volatile.Read(ref _count);

    /// <summary>The largest value, exact.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>The arithmetic mean, exact; 0 without values.</summary>
    public double Mean => Count == 0 ? 0 : (double)Volatile.Read(ref _sum) / Count;

    /// <summary>Records one duration; negative ones count as 0, those over 18 minutes fall into the last bucket.</summary>
    public void Record(long nanoseconds) => Record(nanoseconds, 1);

    /// <summary>Records so many durations of the same length.</summary>
    public void Record(long nanoseconds, int times)
    {
        var value = Math.Max(0, nanoseconds);
        Interlocked.Add(ref _counts[IndexOf(value)], times);
        Interlocked.Add(ref _count, times);
        Interlocked.Add(ref _sum, value * times);
        var max = Volatile.Read(ref _max);
        while (value > max)
        {
            var seen = Interlocked.CompareExchange(ref _max, value, max);
            if (seen == max)
                return;
            max = seen;
        }
    }

    /// <summary>
    /// The smallest recorded value that at least <paramref name="percent"/> of all values do not exceed, rounded up to
    /// the end of its bucket; 0 without values.
    /// </summary>
    public long Percentile(double percent)
    {
        var count = Count;
        if (count == 0)
            return 0;
        var rank = Math.Clamp((long)Math.Ceiling(count * (percent / 100)), 1, count);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += Volatile.Read(ref _counts[i]);
            if (seen >= rank)
                return Math.Min(HighestIn(i), Max);
        }

        return Max;
    }

    private static int IndexOf(long value)
    {
        if (value >= 1L << MaxBits)
            return BucketCount - 1;
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - BucketBits);
        return (shift << BucketBits) + (int)(value >> shift);
    }

    private static long HighestIn(int index)
    {
        if (index < 2 * BucketsPerOctave)
            return index;
        var shift = (index >> BucketBits) - 1;
        var lowest = (long)((index & (BucketsPerOctave - 1)) + BucketsPerOctave) << shift;
        return lowest + (1L << shift) - 1;
    }
}
