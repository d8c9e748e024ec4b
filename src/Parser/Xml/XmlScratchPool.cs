namespace Meerkat.Parser.Xml;

/// <summary>
/// A bounded pool of what scanners need while an element is under way, shared by the streams of a server. Any thread.
/// </summary>
/// <param name="capacity">How many are kept; more may be in use.</param>
public sealed class XmlScratchPool(int capacity)
{
    // Each slot is only read and written by Interlocked.Exchange: whoever swaps an object out owns it.
    private readonly Slot<XmlScratch>[] _slots = new Slot<XmlScratch>[capacity];
    private readonly Slot<XmlNameCache>[] _names = new Slot<XmlNameCache>[capacity];

    // Made and not dropped again; neither happens where all is as usual.
    private int _count;

    /// <summary>How many are in use now; exact while nothing is rented or returned.</summary>
    public int RentedCount => Volatile.Read(ref _count) - _slots.Count(slot => slot.Item is not null);

    internal XmlScratch Rent()
    {
        if (Take(_slots) is { } scratch)
            return scratch;
        Interlocked.Increment(ref _count);
        return new XmlScratch();
    }

    internal void Return(XmlScratch scratch)
    {
        scratch.Clear();
        if (!scratch.IsOversized && TryPut(_slots, scratch))
            return;
        TakeNames(scratch);
        Interlocked.Decrement(ref _count);
    }

    /// <summary>Gives a scratch a name cache to work with, if it has none.</summary>
    internal void GiveNames(XmlScratch scratch) => scratch.Names ??= Take(_names) ?? new XmlNameCache();

    /// <summary>Takes the name cache from a scratch that has to wait.</summary>
    internal void TakeNames(XmlScratch scratch)
    {
        if (scratch.Names is not { } names)
            return;
        scratch.Names = null;
        TryPut(_names, names);
    }

    private static T? Take<T>(Slot<T>[] slots)
        where T : class
    {
        int next = FirstOf(slots);
        for (int i = 0; i < slots.Length; i++)
        {
            ref T? slot = ref slots[next].Item;
            next = next + 1 < slots.Length ? next + 1 : 0;
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } item)
                return item;
        }

        return null;
    }

    private static bool TryPut<T>(Slot<T>[] slots, T item)
        where T : class
    {
        int next = FirstOf(slots);
        for (int i = 0; i < slots.Length; i++)
        {
            ref T? slot = ref slots[next].Item;
            next = next + 1 < slots.Length ? next + 1 : 0;
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, item, null) is null)
                return true;
        }

        return false;
    }

    // Threads start at slots of their own, so that they rarely meet.
    private static int FirstOf<T>(Slot<T>[] slots)
        where T : class
    {
        int processor = Thread.GetCurrentProcessorId();
        return processor < slots.Length ? processor : processor % Math.Max(1, slots.Length);
    }

    // Arrays of structs need no check of the type of what is put into them.
    private struct Slot<T>
        where T : class
    {
        public T? Item;
    }
}
