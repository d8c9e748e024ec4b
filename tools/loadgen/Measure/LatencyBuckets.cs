using System.Numerics;

namespace Meerkat.LoadGen.Measure;

/// <summary>The log-linear buckets that durations in nanoseconds fall into. Stateless; any thread.</summary>
internal static class LatencyBuckets
{
    // 2^7 buckets per octave: a bucket is at most 1/128 = 0.78 % of its value wide, which keeps the error below 1 %.
    private const int BucketBits = 7;
    private const int BucketsPerOctave = 1 << BucketBits;

    // 2^40 ns are 18 minutes: no phase lasts that long without a time-out.
    private const int MaxBits = 40;

    public const int Count = ((MaxBits - BucketBits - 1) << BucketBits) + 2 * BucketsPerOctave;

    public static int IndexOf(long value)
    {
        if (value >= 1L << MaxBits)
            return Count - 1;
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - BucketBits);
        return (shift << BucketBits) + (int)(value >> shift);
    }

    /// <summary>The largest value of a bucket.</summary>
    public static long HighestIn(int index)
    {
        if (index < 2 * BucketsPerOctave)
            return index;
        var shift = (index >> BucketBits) - 1;
        var lowest = (long)((index & (BucketsPerOctave - 1)) + BucketsPerOctave) << shift;
        return lowest + (1L << shift) - 1;
    }
}
