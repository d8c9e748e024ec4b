namespace Meerkat.Parser.Xml;

/// <summary>A hash of names that peers choose, seeded per process so that they cannot aim at collisions. Any thread.</summary>
internal static class XmlHash
{
    private static readonly ulong _seed = (ulong)Random.Shared.NextInt64();

    // An odd factor keeps the multiplication reversible.
    private static readonly ulong _factor = (ulong)Random.Shared.NextInt64() | 1;

    public static ulong Of(ReadOnlySpan<byte> bytes) => Finish(Add(_seed, bytes));

    /// <summary>The hash of the resolved value, equal for all ways to write it.</summary>
    public static ulong Of(scoped XmlValue value)
    {
        if (!value.NeedsUnescape)
            return Of(value.Raw);
        ulong hash = _seed;
        XmlValueDecoder decoder = value.Decode();
        Span<byte> character = stackalloc byte[4];
        while (decoder.MoveNext())
            hash = Add(hash, decoder.Piece(character));
        return Finish(hash);
    }

    // Byte by byte, so that the result does not depend on how a value is cut into pieces.
    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            hash = (hash ^ value) * _factor;
        return hash;
    }

    // The low bits of a product know nothing of the high bits of its factors.
    private static ulong Finish(ulong hash) => hash ^ (hash >> 32);
}
