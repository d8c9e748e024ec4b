namespace Meerkat.Parser.Xml;

/// <summary>
/// A bounded pool of what scanners need while an element is under way, shared by the streams of a server. Any thread.
/// </summary>
/// <param name="capacity">How many are kept; more may be in use.</param>
public sealed class XmlScratchPool(int capacity)
{
    // Each slot is only read and written by Interlocked.Exchange: whoever swaps an object out owns it.
    private readonly XmlScratch?[] _slots = new XmlScratch?[capacity];
    private int _rented;

    /// <summary>How many are in use now.</summary>
    public int RentedCount => Volatile.Read(ref _rented);

    internal XmlScratch Rent()
    {
        Interlocked.Increment(ref _rented);
        int first = FirstSlot();
        for (int i = 0; i < _slots.Length; i++)
        {
            ref XmlScratch? slot = ref _slots[(first + i) % _slots.Length];
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } scratch)
                return scratch;
        }

        return new XmlScratch();
    }

    internal void Return(XmlScratch scratch)
    {
        Interlocked.Decrement(ref _rented);
        if (scratch.IsOversized)
            return;
        scratch.Clear();
        int first = FirstSlot();
        for (int i = 0; i < _slots.Length; i++)
        {
            ref XmlScratch? slot = ref _slots[(first + i) % _slots.Length];
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, scratch, null) is null)
                return;
        }
    }

    // Threads start at slots of their own, so that they rarely meet.
    private int FirstSlot() => _slots.Length == 0 ? 0 : Thread.GetCurrentProcessorId() % _slots.Length;
}
