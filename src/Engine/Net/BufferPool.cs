using System.Collections.Concurrent;
using System.Numerics;

namespace Meerkat.Engine.Net;

/// <summary>
/// The byte arrays of receive buffers and outboxes, in six sizes. One per node; any thread; takes no lock. What it
/// keeps is bounded; what is rented is bounded by the limits of those who rent.
/// </summary>
public sealed partial class BufferPool
{
    /// <summary>A few short stanzas.</summary>
    public const int SmallestBytes = 512;

    /// <summary>The largest size that is pooled. A longer rental is an array of its own, left to the collector.</summary>
    public const int LargestBytes = 512 * 1024;

    // 512, 2 K, 8 K, 32 K, 128 K, 512 K: a factor of 4 wastes at most three quarters and needs few levels.
    private const int Levels = 6;

    private readonly Level[] _levels = new Level[Levels];
    private readonly StripedCounter _rentedBytes = new();
    private readonly StripedCounter _allocatedArrays = new();

    /// <param name="maxPooledBytes">What the pool may keep in all. Each level keeps its sixth.</param>
    public BufferPool(long maxPooledBytes)
    {
        int size = SmallestBytes;
        for (int i = 0; i < Levels; i++, size *= 4)
            _levels[i] = new Level(size, (int)Math.Min(int.MaxValue, maxPooledBytes / Levels / size));
    }

    /// <summary>Bytes rented and not returned.</summary>
    public long RentedBytes => _rentedBytes.Value;

    /// <summary>Arrays made because the pool had none.</summary>
    public long AllocatedArrays => _allocatedArrays.Value;

    /// <summary>Bytes kept for the next rental; an estimate while others rent.</summary>
    public long PooledBytes
    {
        get
        {
            long sum = 0;
            foreach (Level level in _levels)
                sum += level.PooledBytes;
            return sum;
        }
    }

    /// <summary>An array of at least <paramref name="minBytes"/>, with old content. Return it once.</summary>
    /// <param name="minBytes">Above <see cref="LargestBytes"/> the array is exact and not pooled.</param>
    /// <param name="owner">Whose field will hold it: what a Debug build names when it is lost.</param>
    public byte[] Rent(int minBytes, string owner)
    {
        int index = LevelOf(minBytes);
        byte[]? array = index < Levels ? _levels[index].TryTake() : null;
        if (array is null)
        {
            array = GC.AllocateUninitializedArray<byte>(index < Levels ? _levels[index].Size : minBytes);
            _allocatedArrays.Add(1);
        }

        _rentedBytes.Add(array.Length);
        TrackRental(array, owner);
        return array;
    }

    public void Return(byte[] array)
    {
        TrackReturn(array);
        _rentedBytes.Add(-array.Length);
        int index = LevelOf(array.Length);
        if (index < Levels)
            _levels[index].Keep(array);
    }

    // In Debug builds only: without an implementation the calls vanish.
    partial void TrackRental(byte[] array, string owner);

    partial void TrackReturn(byte[] array);

    // 512 = 2^9, and each level is 2 bits more: ceil(log2(n / 512) / 2).
    private static int LevelOf(int bytes) =>
        bytes <= SmallestBytes ? 0 : (BitOperations.Log2((uint)bytes - 1) - 9 + 2) / 2;

    private sealed class Level
    {
        // 16 references are 128 bytes: processors do not share a cache line pair.
        private const int SlotStride = 16;
        private const int MaxSlots = 64;

        // The last array returned on a processor is the next one rented there: it is still in that cache.
        private readonly byte[]?[] _slots;
        private readonly int _slotMask;
        private readonly ConcurrentQueue<byte[]> _rest = new();
        private readonly int _maxRest;
        private int _restCount;

        public Level(int size, int maxArrays)
        {
            Size = size;
            int slots = (int)uint.Min(BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount), MaxSlots);
            _slots = new byte[]?[slots * SlotStride];
            _slotMask = slots - 1;
            _maxRest = Math.Max(0, maxArrays - slots);
        }

        public int Size { get; }

        public long PooledBytes
        {
            get
            {
                long count = Volatile.Read(ref _restCount);
                for (int i = 0; i < _slots.Length; i += SlotStride)
                    count += _slots[i] is null ? 0 : 1;
                return count * Size;
            }
        }

        public byte[]? TryTake()
        {
            byte[]? array = Interlocked.Exchange(ref OwnSlot(), null);
            if (array is not null)
                return array;
            if (!_rest.TryDequeue(out array))
                return TryTakeFromOthers();
            Interlocked.Decrement(ref _restCount);
            return array;
        }

        public void Keep(byte[] array)
        {
            byte[]? displaced = Interlocked.Exchange(ref OwnSlot(), array);
            if (displaced is null)
                return;

            // Counted before it is enqueued: the count never understates the queue, so the bound holds.
            if (Interlocked.Increment(ref _restCount) <= _maxRest)
                _rest.Enqueue(displaced);
            else
                Interlocked.Decrement(ref _restCount);
        }

        // Cheaper than a new array, and the pool stays as small as what was ever rented at once.
        private byte[]? TryTakeFromOthers()
        {
            for (int i = 0; i < _slots.Length; i += SlotStride)
            {
                if (_slots[i] is not null && Interlocked.Exchange(ref _slots[i], null) is { } array)
                    return array;
            }

            return null;
        }

        private ref byte[]? OwnSlot() => ref _slots[(Thread.GetCurrentProcessorId() & _slotMask) * SlotStride];
    }
}
