using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Names seen lately, so that the syntax of a name is checked when it is new and not each time it comes. Bounded: a new
/// name that finds its places taken drives one out. The hash is seeded, so that a peer cannot aim at the names of others.
/// Owned by one scanner at a time; nothing refers to it from one tag to the next.
/// </summary>
internal sealed class XmlNameCache
{
    /// <summary>The longest name that is kept: two words, compared at once. XMPP has few longer ones.</summary>
    public const int MaxNameLength = 16;

    // All that XMPP extensions in use together send are some hundreds of names; 32 bytes each.
    private const int SlotBits = 9;

    // How many places a name may have.
    private const int ProbeLength = 4;

    private readonly Entry[] _entries = new Entry[(1 << SlotBits) + ProbeLength - 1];
    private readonly ulong _lowFactor = (ulong)Random.Shared.NextInt64() | 1;
    private readonly ulong _highFactor = (ulong)Random.Shared.NextInt64() | 1;
    private long _tag;
    private long _tagOfLoss;

    /// <summary>True if a name met in this tag has been driven out, and would be taken for a new one.</summary>
    public bool HasLostNames => _tagOfLoss == _tag;

    /// <summary>Begins a tag: none of its attributes has been met yet.</summary>
    public void BeginTag() => _tag++;

    /// <summary>The name at an offset, padded with zeros; at most <see cref="MaxNameLength"/> bytes of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(ref byte start, int position, int nameLength, int length) =>
        position <= length - MaxNameLength
            ? Vector128.LoadUnsafe(ref Unsafe.Add(ref start, position)) &
                Vector128.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetReference(Masks), MaxNameLength - nameLength))
            : LoadFromTail(ref start, position, nameLength);

    /// <summary>Finds or takes up a name. Its entry is good until the next call.</summary>
    /// <param name="name">1 to 16 bytes, padded with zeros.</param>
    /// <returns>A null reference if it is no qualified name.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Entry Find(Vector128<byte> name)
    {
        uint slot = SlotOf(name);
        ref Entry entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), slot);
        if (entry.Name != name)
            entry = ref Probe(name, slot);
        return ref entry;
    }

    /// <summary>Notes that an attribute of the current tag has this name.</summary>
    /// <returns>False if another one has it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryMeet(ref Entry entry)
    {
        bool isFirst = entry.Tag != _tag;
        entry.Tag = _tag;
        return isFirst;
    }

    private static ReadOnlySpan<byte> Masks =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    private uint SlotOf(Vector128<byte> name)
    {
        Vector128<ulong> words = name.AsUInt64();
        return (uint)(((words.GetElement(0) * _lowFactor) + (words.GetElement(1) * _highFactor)) >> (64 - SlotBits));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<byte> LoadFromTail(ref byte start, int position, int nameLength)
    {
        Span<byte> name = stackalloc byte[MaxNameLength];
        name.Clear();
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref start, position), nameLength).CopyTo(name);
        return Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(name));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref Entry Probe(Vector128<byte> name, uint slot)
    {
        Span<Entry> places = _entries.AsSpan((int)slot, ProbeLength);
        int free = -1;
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i].Name == name)
                return ref places[i];
            if (free < 0 && places[i].Name == Vector128<byte>.Zero)
                free = i;
        }

        ref Entry place = ref places[Math.Max(free, 0)];
        Span<byte> bytes = stackalloc byte[MaxNameLength];
        name.CopyTo(bytes);
        int length = bytes.IndexOf((byte)0);
        if (!XmlNames.TryRead(length < 0 ? bytes : bytes[..length], out int prefixLength, out XmlNameKind kind))
            return ref Unsafe.NullRef<Entry>();
        if (place.Tag == _tag)
            _tagOfLoss = _tag;
        place = new Entry { Name = name, PrefixLength = (byte)prefixLength, Kind = kind };
        return ref place;
    }

    /// <summary>A name and what is known of it.</summary>
    internal struct Entry
    {
        public Vector128<byte> Name;

        /// <summary>The last tag that had an attribute of this name.</summary>
        public long Tag;

        public byte PrefixLength;
        public XmlNameKind Kind;
    }
}
