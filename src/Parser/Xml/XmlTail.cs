using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Looks at the last few bytes of an input at once: those that have come since the last scan, when a peer sends small
/// pieces. An answer of false says nothing. Any thread.
/// </summary>
internal static class XmlTail
{
    /// <summary>How many bytes are looked at. One after the other would be slower up to here (perf parser, small pieces).</summary>
    public const int Length = 16;

    /// <summary>True if the bytes from <paramref name="from"/> on are few and all <see cref="XmlChars.IsPlain"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlain(ReadOnlySpan<byte> input, int from)
    {
        if (!IsFew(input, from))
            return false;
        Vector128<byte> last = Load(input);

        // '<' and '>' differ in one bit.
        Vector128<byte> markup = Vector128.Equals(last | Vector128.Create((byte)2), Vector128.Create((byte)'>')) |
            Vector128.Equals(last, Vector128.Create((byte)'&'));
        return AreAll(Vector128.AndNot(Printable(last), markup), input.Length - from);
    }

    /// <summary>True if the bytes from <paramref name="from"/> on are few and legal, and none is beyond ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAscii(ReadOnlySpan<byte> input, int from) =>
        IsFew(input, from) && AreAll(Printable(Load(input)), input.Length - from);

    /// <summary>True if the bytes from <paramref name="from"/> on are few and <paramref name="value"/> is not among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Lacks(ReadOnlySpan<byte> input, int from, byte value) =>
        IsFew(input, from) && AreAll(~Vector128.Equals(Load(input), Vector128.Create(value)), input.Length - from);

    // From 0x20 to 0x7F.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Printable(Vector128<byte> bytes) =>
        Vector128.GreaterThan(bytes.AsSByte(), Vector128.Create((sbyte)0x1F)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFew(ReadOnlySpan<byte> input, int from) =>
        Vector128.IsHardwareAccelerated && input.Length >= Length && (uint)(input.Length - from) <= Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ReadOnlySpan<byte> input) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(input), (nuint)(input.Length - Length));

    // The last ones of a look.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreAll(Vector128<byte> isRight, int count) =>
        (~isRight).ExtractMostSignificantBits() >> (Length - count) == 0;
}
