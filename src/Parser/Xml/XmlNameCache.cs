using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Names seen lately, so that the syntax of a name is checked when it is new and not each time it comes. Bounded: a new
/// name that finds its places taken drives one out. The hash is seeded, so that a peer cannot aim at the names of others.
/// Owned by one scanner at a time; nothing refers to it from one tag to the next.
/// </summary>
internal sealed class XmlNameCache : XmlPooled
{
    /// <summary>The longest name that is kept: two words. XMPP has few longer ones.</summary>
    public const int MaxNameLength = 16;

    // All that XMPP extensions in use together send are some hundreds of names; 32 bytes each. So places are rarely taken.
    private const int SlotBits = 10;

    // How many places a name may have.
    private const int ProbeLength = 4;

    private const int EntryCount = (1 << SlotBits) + ProbeLength - 1;

    private readonly ulong _lowFactor = (ulong)Random.Shared.NextInt64() | 1;
    private readonly ulong _highFactor = (ulong)Random.Shared.NextInt64() | 1;
    private long _tagOfLoss;

    // Within the object, which saves a look for where the array is.
    private Entries _entries;

    /// <summary>True if a name met in this tag has been driven out, and would be taken for a new one.</summary>
    public bool HasLostNames => _tagOfLoss == Tag;

    /// <summary>The number of the current tag, for <see cref="Entry.Tag"/>.</summary>
    public long Tag { get; set; }

    /// <summary>
    /// Finds a name at an offset, and returns a null reference if it is not here. Calls
    /// nothing. The input has <see cref="MaxNameLength"/> bytes or more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Entry TryFind(scoped ref byte start, nint position, nint nameLength, nint length)
    {
        if ((nuint)(nameLength - 1) >= MaxNameLength)
            return ref Unsafe.NullRef<Entry>();
        nint over = Math.Max(0, position - (length - MaxNameLength));
        ref byte name = ref Unsafe.Add(ref start, position - over);
        ulong low = Unsafe.ReadUnaligned<ulong>(ref name);
        ulong high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref name, sizeof(ulong)));
        if (over > 0)
            (low, high) = ShiftRight(low, high, 8 * (int)over);
        ref ulong masks = ref MemoryMarshal.GetReference(Masks);
        low &= Unsafe.Add(ref masks, nameLength + sizeof(ulong));
        high &= Unsafe.Add(ref masks, nameLength);
        ref Entry entry = ref Unsafe.Add(ref Unsafe.As<Entries, Entry>(ref _entries), SlotOf(low, high));
        for (int i = 0; i < ProbeLength; i++)
        {
            if (((entry.Low ^ low) | (entry.High ^ high)) == 0)
                return ref entry;
            entry = ref Unsafe.Add(ref entry, 1);
        }

        return ref Unsafe.NullRef<Entry>();
    }

    /// <summary>
    /// Finds or takes up a name of 1 to <see cref="MaxNameLength"/> bytes. Its entry is good until the next call.
    /// </summary>
    /// <returns>A null reference if it is no qualified name.</returns>
    public ref Entry Find(ReadOnlySpan<byte> name)
    {
        Span<byte> padded = stackalloc byte[MaxNameLength];
        padded.Clear();
        name.CopyTo(padded);
        ulong low = MemoryMarshal.Read<ulong>(padded);
        ulong high = MemoryMarshal.Read<ulong>(padded[sizeof(ulong)..]);
        Span<Entry> places = ((Span<Entry>)_entries).Slice((int)SlotOf(low, high), ProbeLength);
        int free = -1;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i].Low == low && places[i].High == high)
                return ref places[i];
            if (free < 0 && places[i].Low == 0)
                free = i;
        }

        if (!XmlNames.TryRead(name, out int prefixLength, out XmlNameKind kind))
            return ref Unsafe.NullRef<Entry>();
        ref Entry place = ref places[Math.Max(free, 0)];
        if (place.Tag == Tag)
            _tagOfLoss = Tag;
        place = new Entry { Low = low, High = high, PrefixLength = (byte)prefixLength, Kind = kind };
        return ref place;
    }

    // What a name has of its second word, by its length, and from the eighth on, of its first one.
    private static ReadOnlySpan<ulong> Masks =>
    [
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF, 0xFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF, 0xFF_FFFF_FFFF_FFFF,
        ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue,
        ulong.MaxValue, ulong.MaxValue,
    ];

    // By 8 to 120 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) ShiftRight(ulong low, ulong high, int count) =>
        count < 64 ? ((low >> count) | (high << (64 - count)), high >> count) : (high >> (count - 64), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint SlotOf(ulong low, ulong high) =>
        (uint)(((low * _lowFactor) + (high * _highFactor)) >> (64 - SlotBits));

    /// <summary>A name and what is known of it.</summary>
    internal struct Entry
    {
        // The name, padded with zeros.
        public ulong Low;
        public ulong High;

        /// <summary>The last tag that had an attribute of this name.</summary>
        public long Tag;

        public byte PrefixLength;
        public XmlNameKind Kind;
    }

    [InlineArray(EntryCount)]
    private struct Entries
    {
        private Entry _first;
    }
}
