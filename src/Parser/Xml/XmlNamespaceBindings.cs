namespace Meerkat.Parser.Xml;

/// <summary>
/// The prefixes declared within one unit, a stack with a hash table over it. Owned by one
/// <see cref="XmlScratch"/>. Prefixes and namespaces are offsets into the unit.
/// </summary>
internal sealed class XmlNamespaceBindings
{
    private const int BucketCount = 64;

    // Invariant: _heads[b] - 1 is the index of the newest binding of bucket b, Next - 1 that of the one before; 0 ends.
    private readonly int[] _heads = new int[BucketCount];
    private Binding[] _bindings = new Binding[8];

    public int Count { get; private set; }

    /// <summary>Bindings that fit without growing.</summary>
    public int Capacity => _bindings.Length;

    public void Add(ReadOnlySpan<byte> unit, int prefixStart, int prefixLength, int valueStart, int valueLength)
    {
        if (Count == _bindings.Length)
            Array.Resize(ref _bindings, _bindings.Length * 2);
        int bucket = Bucket(unit.Slice(prefixStart, prefixLength));
        ulong hash = XmlHash.Of(XmlValue.OfAttribute(unit.Slice(valueStart, valueLength)));
        _bindings[Count++] = new(prefixStart, prefixLength, valueStart, valueLength, bucket, _heads[bucket], hash);
        _heads[bucket] = Count;
    }

    /// <summary>Looks for the innermost declaration of a prefix.</summary>
    public bool TryResolve(ReadOnlySpan<byte> unit, ReadOnlySpan<byte> prefix, out XmlNamespace ns)
    {
        ns = default;
        if (Count == 0)
            return false;
        for (int i = _heads[Bucket(prefix)]; i != 0; i = _bindings[i - 1].Next)
        {
            ref readonly Binding binding = ref _bindings[i - 1];
            if (!prefix.SequenceEqual(unit.Slice(binding.PrefixStart, binding.PrefixLength)))
                continue;
            ns = new XmlNamespace(
                XmlValue.OfAttribute(unit.Slice(binding.ValueStart, binding.ValueLength)), binding.Hash);
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

    private static int Bucket(ReadOnlySpan<byte> prefix) => (int)(XmlHash.Of(prefix) % BucketCount);

    private readonly record struct Binding(
        int PrefixStart, int PrefixLength, int ValueStart, int ValueLength, int Bucket, int Next, ulong Hash);
}
