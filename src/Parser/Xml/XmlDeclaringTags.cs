using System.Runtime.CompilerServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Where the start tags are that declare prefixes for an element: its own and those around it. Part of an
/// <see cref="XmlElementReader"/>, copied with it.
/// </summary>
internal struct XmlDeclaringTags
{
    // Stanzas declare prefixes at one level, if at all. Of more than four the innermost are known, and the outer ones
    // are looked for.
    private const int Capacity = 4;

    private Offsets _offsets;
    private int _count;

    public void Add(int tagStart)
    {
        _offsets[_count % Capacity] = tagStart;
        _count++;
    }

    /// <summary>Looks for the innermost declaration of a prefix for the element at <paramref name="elementStart"/>.</summary>
    public readonly bool TryResolve(
        ReadOnlySpan<byte> unit, int elementStart, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> ns)
    {
        int known = Math.Min(_count, Capacity);
        for (int i = 1; i <= known; i++)
        {
            if (TryFind(unit, _offsets[(_count - i) % Capacity], prefix, out ns))
                return true;
        }

        ns = default;
        return _count > Capacity && TryFindOutside(unit, elementStart, prefix, ref ns);
    }

    // Walks down from the unit's root to the element; the last declaration met is the innermost.
    private static bool TryFindOutside(
        ReadOnlySpan<byte> unit, int elementStart, ReadOnlySpan<byte> prefix, ref ReadOnlySpan<byte> ns)
    {
        bool found = false;
        int tag = 0;
        while (true)
        {
            if (TryFind(unit, tag, prefix, out ReadOnlySpan<byte> value))
            {
                ns = value;
                found = true;
            }

            if (tag == elementStart)
                return found;
            tag = XmlSkip.ToTag(unit, XmlSkip.Tag(unit, tag));
            for (int end = XmlSkip.Element(unit, tag); end <= elementStart; end = XmlSkip.Element(unit, tag))
                tag = XmlSkip.ToTag(unit, end);
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> unit, int tag, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> ns)
    {
        var cursor = new XmlTagCursor(unit, tag);
        while (cursor.MoveNext())
        {
            if (!cursor.IsPrefixDeclaration || !prefix.SequenceEqual(cursor.Name["xmlns:".Length..]))
                continue;
            ns = cursor.Value;
            return true;
        }

        ns = default;
        return false;
    }

    [InlineArray(Capacity)]
    private struct Offsets
    {
        private int _first;
    }
}
