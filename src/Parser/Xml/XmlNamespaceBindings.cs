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
        _bindings[Count++] = new Binding
        {
            PrefixStart = prefixStart,
            PrefixLength = prefixLength,
            ValueStart = valueStart,
            ValueLength = valueLength,
            Bucket = bucket,
            Next = _heads[bucket],
        };
        _heads[bucket] = Count;
    }

    /// <summary>Looks for the innermost declaration of a prefix.</summary>
    public bool TryResolve(ReadOnlySpan<byte> unit, ReadOnlySpan<byte> prefix, out XmlValue ns)
    {
        int i = Find(unit, prefix);
        ns = i < 0 ? default : NamespaceOf(unit, _bindings[i]);
        return i >= 0;
    }

    /// <summary>The hash of the namespace of a prefix; reckoned once for each declaration.</summary>
    public bool TryHash(ReadOnlySpan<byte> unit, ReadOnlySpan<byte> prefix, out ulong hash)
    {
        hash = 0;
        int i = Find(unit, prefix);
        if (i < 0)
            return false;
        ref Binding binding = ref _bindings[i];
        binding.Hash ??= XmlHash.Of(NamespaceOf(unit, binding));
        hash = binding.Hash.Value;
        return true;
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

    private static XmlValue NamespaceOf(ReadOnlySpan<byte> unit, in Binding binding) =>
        XmlValue.OfAttribute(unit.Slice(binding.ValueStart, binding.ValueLength));

    private int Find(ReadOnlySpan<byte> unit, ReadOnlySpan<byte> prefix)
    {
        if (Count == 0)
            return -1;
        int i = _heads[Bucket(prefix)];
        while (i != 0 && !prefix.SequenceEqual(unit.Slice(_bindings[i - 1].PrefixStart, _bindings[i - 1].PrefixLength)))
            i = _bindings[i - 1].Next;
        return i - 1;
    }

    private struct Binding
    {
        public int PrefixStart;
        public int PrefixLength;
        public int ValueStart;
        public int ValueLength;
        public int Bucket;
        public int Next;
        public ulong? Hash;
    }
}
