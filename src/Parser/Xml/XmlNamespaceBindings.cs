using System.Numerics;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The prefixes declared within one unit, innermost first: a stack with a hash table over it. Owned by one
/// <see cref="XmlScratch"/>. Prefixes and namespaces are offsets into the unit.
/// </summary>
internal sealed class XmlNamespaceBindings
{
    private const int BucketCount = 64;

    // Peers choose prefixes: with a hash they cannot compute they cannot aim at one bucket.
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();

    // Invariant: _heads[b] - 1 is the newest binding of bucket b, its Next + 1... leads to older ones; 0 ends the chain.
    private readonly int[] _heads = new int[BucketCount];
    private Binding[] _bindings = new Binding[8];

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> unit, int prefixStart, int prefixLength, int valueStart, int valueLength)
    {
        if (Count == _bindings.Length)
            Array.Resize(ref _bindings, _bindings.Length * 2);
        int bucket = Bucket(unit.Slice(prefixStart, prefixLength));
        _bindings[Count++] = new(prefixStart, prefixLength, valueStart, valueLength, bucket, _heads[bucket]);
        _heads[bucket] = Count;
    }

    /// <summary>Looks for the innermost declaration of a prefix; <paramref name="ns"/> is its value as it stands.</summary>
    public bool TryResolve(ReadOnlySpan<byte> unit, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> ns)
    {
        ns = default;
        if (Count == 0)
            return false;
        for (int i = _heads[Bucket(prefix)]; i != 0; i = _bindings[i - 1].Next)
        {
            ref readonly Binding binding = ref _bindings[i - 1];
            if (!prefix.SequenceEqual(unit.Slice(binding.PrefixStart, binding.PrefixLength)))
                continue;
            ns = unit.Slice(binding.ValueStart, binding.ValueLength);
            return true;
        }

        return false;
    }

    /// <summary>Forgets the newest bindings until <paramref name="count"/> are left.</summary>
    public void Truncate(int count)
    {
        while (Count > count)
        {
            ref readonly Binding binding = ref _bindings[--Count];
            _heads[binding.Bucket] = binding.Next;
        }
    }

    private int Bucket(ReadOnlySpan<byte> prefix)
    {
        ulong hash = _seed;
        foreach (ulong block in MemoryMarshal.Cast<byte, ulong>(prefix))
            hash = Mix(hash ^ block);
        ulong tail = (ulong)prefix.Length << 56;
        foreach (byte value in prefix[(prefix.Length & ~7)..])
            tail = BitOperations.RotateLeft(tail, 8) ^ value;
        return (int)(Mix(hash ^ tail) % BucketCount);
    }

    private ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value ^ 0x9E37_79B9_7F4A_7C15, _seed | 1, out ulong low);
        return high ^ low;
    }

    private readonly record struct Binding(
        int PrefixStart, int PrefixLength, int ValueStart, int ValueLength, int Bucket, int Next);
}
