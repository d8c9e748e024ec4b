using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// Up to <see cref="MaxSegments"/> borrowed spans that are appended as one. A mutable struct: fill it, pass it, drop it.
/// </summary>
public ref struct ByteSegments : ISegmentedBytes
{
    /// <summary>A stamped stanza needs: start, attribute, value, end of the tag, a namespace, its value, rest, closing.</summary>
    public const int MaxSegments = 8;

    private ReadOnlySpan<byte> _s0, _s1, _s2, _s3, _s4, _s5, _s6, _s7;
    private int _count;

    public int Length { get; private set; }

    /// <summary>Adds a piece behind the others. Empty pieces are dropped.</summary>
    public void Add(ReadOnlySpan<byte> segment)
    {
        if (segment.IsEmpty)
            return;

        Debug.Assert(_count < MaxSegments, "the pieces of an append are counted in the source, not by the peer");
        Length += segment.Length;
        switch (_count++)
        {
            case 0: _s0 = segment; break;
            case 1: _s1 = segment; break;
            case 2: _s2 = segment; break;
            case 3: _s3 = segment; break;
            case 4: _s4 = segment; break;
            case 5: _s5 = segment; break;
            case 6: _s6 = segment; break;
            case 7: _s7 = segment; break;
            default: ThrowTooMany(); break;
        }
    }

    public readonly void CopyTo(Span<byte> destination)
    {
        Put(_s0, ref destination);
        Put(_s1, ref destination);
        Put(_s2, ref destination);
        Put(_s3, ref destination);
        Put(_s4, ref destination);
        Put(_s5, ref destination);
        Put(_s6, ref destination);
        Put(_s7, ref destination);
    }

    private static void Put(ReadOnlySpan<byte> segment, ref Span<byte> destination)
    {
        segment.CopyTo(destination);
        destination = destination[segment.Length..];
    }

    private static void ThrowTooMany() => throw new InvalidOperationException($"More than {MaxSegments} segments.");
}
