using System.Numerics;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Objects that one user at a time takes, and gives back soon. Each has a slot of its own meanwhile, so that giving it
/// back is a mere write. Any thread.
/// </summary>
/// <param name="capacity">How many are kept; more may be in use.</param>
internal sealed class XmlSlots<T>(int capacity)
    where T : XmlPooled
{
    // Invariant: an object is in its own slot or in none.
    private readonly Slot[] _slots = new Slot[capacity];

    // The largest power of two that the slots have room for, less one.
    private readonly int _mask = (int)(BitOperations.RoundUpToPowerOf2((uint)capacity + 1) / 2) - 1;

    // Changes rarely where all is as usual.
    private int _count;

    /// <summary>How many there are: made, and not dropped again.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many are in use; exact while nothing is taken or given back.</summary>
    public int TakenCount => Count - _slots.Count(slot => slot.Item is not null);

    /// <summary>Null if all are in use: then the caller makes one, and has it counted by <see cref="Add"/>.</summary>
    public T? Take()
    {
        int next = First();
        for (int i = 0; i < _slots.Length; i++)
        {
            ref T? item = ref _slots[next].Item;
            next = next + 1 < _slots.Length ? next + 1 : 0;
            if (Volatile.Read(ref item) is not null && Interlocked.Exchange(ref item, null) is { } taken)
                return taken;
        }

        return null;
    }

    /// <summary>Counts a new object, which is in use.</summary>
    public void Add() => Interlocked.Increment(ref _count);

    /// <summary>Leaves its slot to others, while it is not needed for long.</summary>
    public void LeaveSlot(T item)
    {
        if (item.Slot == XmlPooled.None)
            return;
        Volatile.Write(ref _slots[item.Slot].IsReserved, 0);
        item.Slot = XmlPooled.None;
    }

    /// <summary>False if there is no slot for it: then it is dropped.</summary>
    public bool TryReturn(T item)
    {
        if (item.Slot == XmlPooled.None)
            item.Slot = Reserve();
        if (item.Slot == XmlPooled.None)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        Volatile.Write(ref _slots[item.Slot].Item, item);
        return true;
    }

    /// <summary>As <see cref="TryReturn"/>, but it is not kept.</summary>
    public void Drop(T item)
    {
        LeaveSlot(item);
        Interlocked.Decrement(ref _count);
    }

    private int Reserve()
    {
        int next = First();
        for (int i = 0; i < _slots.Length; i++)
        {
            ref int isReserved = ref _slots[next].IsReserved;
            if (Volatile.Read(ref isReserved) == 0 && Interlocked.CompareExchange(ref isReserved, 1, 0) == 0)
                return next;
            next = next + 1 < _slots.Length ? next + 1 : 0;
        }

        return XmlPooled.None;
    }

    // Threads start at slots of their own, so that they rarely meet. To ask for the processor is slower.
    private int First() => Environment.CurrentManagedThreadId & _mask;

    // A cache line each: what one thread does with its slot is not to slow down others.
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Slot
    {
        public T? Item;
        public int IsReserved;
    }
}
