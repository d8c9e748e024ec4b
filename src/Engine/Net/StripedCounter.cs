namespace Meerkat.Engine.Net;

/// <summary>A counter many threads add to: one cache line per processor, summed by the rare reader. Any thread.</summary>
public sealed class StripedCounter
{
    // 128 bytes: two cache lines, since the prefetcher of x64 takes them in pairs.
    private const int LongsPerStripe = 16;
    private const int MaxStripes = 64;

    private readonly long[] _stripes;
    private readonly int _mask;

    public StripedCounter()
    {
        int count = (int)uint.Min(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount), MaxStripes);
        _stripes = new long[count * LongsPerStripe];
        _mask = count - 1;
    }

    /// <summary>The sum; concurrent additions may or may not be in it.</summary>
    public long Value
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < _stripes.Length; i += LongsPerStripe)
                sum += Volatile.Read(ref _stripes[i]);
            return sum;
        }
    }

    public void Add(long value) =>
        Interlocked.Add(ref _stripes[(Thread.GetCurrentProcessorId() & _mask) * LongsPerStripe], value);
}
