namespace Meerkat.Parser.Xml;

/// <summary>
/// A bounded pool of what scanners need while an element is under way, shared by the streams of a server. Any thread.
/// </summary>
/// <param name="capacity">How many are kept; more may be in use.</param>
public sealed class XmlScratchPool(int capacity)
{
    // Each slot is only read and written by Interlocked.Exchange: whoever swaps an object out owns it.
    private readonly XmlScratch?[] _slots = new XmlScratch?[capacity];
    private readonly XmlNameCache?[] _names = new XmlNameCache?[capacity];
    private int _rented;

    /// <summary>How many are in use now.</summary>
    public int RentedCount => Volatile.Read(ref _rented);

    internal XmlScratch Rent()
    {
        Interlocked.Increment(ref _rented);
        return Take(_slots) ?? new XmlScratch();
    }

    internal void Return(XmlScratch scratch)
    {
        Interlocked.Decrement(ref _rented);
        if (scratch.IsOversized)
        {
            TakeNames(scratch);
            return;
        }

        scratch.Clear();
        Put(_slots, scratch);
    }

    /// <summary>Gives a scratch a name cache to work with, if it has none.</summary>
    internal void GiveNames(XmlScratch scratch) => scratch.Names ??= Take(_names) ?? new XmlNameCache();

    /// <summary>Takes the name cache from a scratch that has to wait.</summary>
    internal void TakeNames(XmlScratch scratch)
    {
        if (scratch.Names is not { } names)
            return;
        scratch.Names = null;
        Put(_names, names);
    }

    private static T? Take<T>(T?[] slots)
        where T : class
    {
        int first = FirstOf(slots);
        for (int i = 0; i < slots.Length; i++)
        {
            ref T? slot = ref slots[(first + i) % slots.Length];
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } item)
                return item;
        }

        return null;
    }

    private static void Put<T>(T?[] slots, T item)
        where T : class
    {
        int first = FirstOf(slots);
        for (int i = 0; i < slots.Length; i++)
        {
            ref T? slot = ref slots[(first + i) % slots.Length];
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, item, null) is null)
                return;
        }
    }

    // Threads start at slots of their own, so that they rarely meet.
    private static int FirstOf<T>(T?[] slots) => slots.Length == 0 ? 0 : Thread.GetCurrentProcessorId() % slots.Length;
}
