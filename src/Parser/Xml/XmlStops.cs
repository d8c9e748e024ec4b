using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Looks at 64 bytes at once for those that end a token. Any thread. Inlined and without bounds checks, since every token
/// of every stanza comes through here: perf <c>parser</c>.
/// </summary>
internal static class XmlStops
{
    /// <summary>How many bytes one look takes in.</summary>
    public const int WindowLength = 64;

    /// <summary>The shortest input for <see cref="FindInShort"/>.</summary>
    public const int MinLength = 16;

    /// <summary>
    /// A bit for each stop in the window at <paramref name="position"/>, the lowest bit for the first byte. Bytes from
    /// <paramref name="length"/> on are never read, and never stops.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Find<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet =>
        position <= length - WindowLength
            ? Match<TSet>(ref Unsafe.Add(ref start, position))
            : FindInTail<TSet>(ref start, position, length);

    /// <summary>As <see cref="Find"/>, for an input of a window at least and a position in it. Calls nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FindInLong<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet
    {
        nint behindLast = position - (length - WindowLength);
        return behindLast <= 0
            ? Match<TSet>(ref Unsafe.Add(ref start, position))
            : Match<TSet>(ref Unsafe.Add(ref start, length - WindowLength)) >> (int)behindLast;
    }

    /// <summary>As <see cref="FindInLong"/>, but only in half a window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FindNearInLong<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet
    {
        nint last = length - (WindowLength / 2);
        return position <= last
            ? MatchHalf<TSet>(ref Unsafe.Add(ref start, position))
            : MatchHalf<TSet>(ref Unsafe.Add(ref start, last)) >> (int)(position - last);
    }

    /// <summary>
    /// As <see cref="Find"/>, for an input of a quarter to a whole window and a position in it. Calls nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FindInShort<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet
    {
        // Two looks that overlap take in all of it.
        ulong stops = length >= WindowLength / 2
            ? MatchHalf<TSet>(ref start) |
                ((ulong)MatchHalf<TSet>(ref Unsafe.Add(ref start, length - (WindowLength / 2))) << (int)(length - (WindowLength / 2)))
            : MatchQuarter<TSet>(ref start) |
                ((ulong)MatchQuarter<TSet>(ref Unsafe.Add(ref start, length - MinLength)) << (int)(length - MinLength));
        return stops >> (int)position;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong FindInTail<TSet>(ref byte start, nint position, nint length)
        where TSet : struct, IXmlStopSet
    {
        int rest = (int)(length - position);
        if (rest <= 0)
            return 0;
        if (length >= WindowLength)
            return Match<TSet>(ref Unsafe.Add(ref start, length - WindowLength)) >> (WindowLength - rest);

        // Zeros are no stops.
        Span<byte> window = stackalloc byte[WindowLength];
        window.Clear();
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref start, position), rest).CopyTo(window);
        return Match<TSet>(ref MemoryMarshal.GetReference(window));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Match<TSet>(ref byte window)
        where TSet : struct, IXmlStopSet =>
        MatchHalf<TSet>(ref window) | ((ulong)MatchHalf<TSet>(ref Unsafe.Add(ref window, 32)) << 32);

    // A stop is the byte that the table holds for its low four bits. 512-bit vectors were tried and are no faster.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MatchHalf<TSet>(ref byte window)
        where TSet : struct, IXmlStopSet
    {
        if (!Avx2.IsSupported)
            return MatchQuarter<TSet>(ref window) | (MatchQuarter<TSet>(ref Unsafe.Add(ref window, 16)) << 16);
        Vector256<byte> bytes = Vector256.LoadUnsafe(ref window);
        Vector256<byte> table = Vector256.Create(TSet.Table, TSet.Table);
        return Vector256.Equals(Avx2.Shuffle(table, bytes), bytes).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MatchQuarter<TSet>(ref byte window)
        where TSet : struct, IXmlStopSet
    {
        Vector128<byte> bytes = Vector128.LoadUnsafe(ref window);
        Vector128<byte> expected = Vector128.Shuffle(TSet.Table, bytes & Vector128.Create((byte)0x0F));
        return Vector128.Equals(expected, bytes).ExtractMostSignificantBits();
    }
}
