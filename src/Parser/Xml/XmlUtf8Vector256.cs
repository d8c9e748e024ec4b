using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Meerkat.Parser.Xml;

/// <summary><see cref="XmlUtf8.LegalLength"/> by pairs of blocks of 32 bytes, with AVX2. Any thread.</summary>
internal static class XmlUtf8Vector256
{
    /// <summary>The least bytes that <see cref="LegalLength"/> takes.</summary>
    public const int MinLength = Size;

    private const int Size = 32;

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>As <see cref="XmlUtf8.LegalLength"/>, of at least <see cref="MinLength"/> bytes.</summary>
    public static int LegalLength(ReadOnlySpan<byte> bytes)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        int last = bytes.Length - Size;
        int position = 0;
        while (true)
        {
            int second = Math.Min(position + Size, last);
            Vector256<byte> low = LegalAscii(Vector256.LoadUnsafe(ref start, (nuint)position));
            Vector256<byte> high = LegalAscii(Vector256.LoadUnsafe(ref start, (nuint)second));
            if ((low & high).ExtractMostSignificantBits() != uint.MaxValue)
            {
                uint legal = low.ExtractMostSignificantBits();
                if (legal == uint.MaxValue)
                    (position, legal) = (second, high.ExtractMostSignificantBits());
                position += BitOperations.TrailingZeroCount(~legal);
                return bytes[position] < 0x80 ? position : MixedLength(bytes, position);
            }

            if (second == last)
                return bytes.Length;
            position = Math.Min(position + 2 * Size, last);
        }
    }

    // The bytes in front of position are legal ASCII.
    private static int MixedLength(ReadOnlySpan<byte> bytes, int position)
    {
        // The last block looks back at three bytes, too.
        if (bytes.Length < Size + 3)
            return XmlUtf8Vector128.MixedLength(bytes, position);
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        if (position < 3)
        {
            if (XmlUtf8Vector128.FirstErrors(Vector128.LoadUnsafe(ref start)) != Vector128<byte>.Zero)
                return XmlUtf8.ExactLength(bytes, position);
            position = XmlUtf8Vector128.Size;
        }

        while (position <= bytes.Length - 2 * Size && IsLegalPair(ref start, (nuint)position))
            position += 2 * Size;

        while (position < bytes.Length)
        {
            // The last block overlaps the one before: to judge bytes twice is harmless.
            nuint block = (nuint)Math.Min(position, bytes.Length - Size);
            if (Errors(ref start, block) != Vector256<byte>.Zero)
                return XmlUtf8.ExactLength(bytes, XmlUtf8.LastBoundary(bytes, position));
            position += Size;
        }

        return XmlUtf8.WholeLength(bytes);
    }

    // Long text is mixed in stretches, so blocks of ASCII alone are worth a branch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLegalPair(ref byte start, nuint position)
    {
        Vector256<byte> low = Vector256.LoadUnsafe(ref start, position);
        Vector256<byte> high = Vector256.LoadUnsafe(ref start, position + Size);

        // If the byte in front is ASCII too, no character goes on from there.
        Vector256<byte> before = Vector256.LoadUnsafe(ref start, position - 1);
        return (low | high | before).ExtractMostSignificantBits() == 0
            ? (LegalAscii(low) & LegalAscii(high)).ExtractMostSignificantBits() == uint.MaxValue
            : (Errors(ref start, position) | Errors(ref start, position + Size)) == Vector256<byte>.Zero;
    }

    // The comments are in XmlUtf8Vector128, which has the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LegalAscii(Vector256<byte> block) =>
        Vector256.GreaterThan(block.AsSByte(), Vector256.Create((sbyte)0x1F)).AsByte() |
        Vector256.Equals(Shuffle(XmlUtf8Tables.Controls, block), block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Errors(ref byte start, nuint position)
    {
        Vector256<byte> block = Vector256.LoadUnsafe(ref start, position);
        Vector256<byte> before1 = Vector256.LoadUnsafe(ref start, position - 1);
        Vector256<byte> before2 = Vector256.LoadUnsafe(ref start, position - 2);
        Vector256<byte> before3 = Vector256.LoadUnsafe(ref start, position - 3);

        Vector256<byte> pairs =
            Shuffle(XmlUtf8Tables.FirstHigh, before1 >>> 4) &
            Shuffle(XmlUtf8Tables.FirstLow, before1 & Vector256.Create((byte)0x0F)) &
            Shuffle(XmlUtf8Tables.SecondHigh, block >>> 4);

        Vector256<byte> third = Vector256.SubtractSaturate(before2, Vector256.Create(XmlUtf8Vector128.ThirdOffset));
        Vector256<byte> fourth = Vector256.SubtractSaturate(before3, Vector256.Create(XmlUtf8Vector128.FourthOffset));
        Vector256<byte> lengths = ((third | fourth) & Vector256.Create((byte)0x80)) ^ pairs;

        Vector256<byte> noncharacters = Vector256.SubtractSaturate(
            (third | Vector256.Create((byte)0x30)) & before1 & (block | Vector256<byte>.One),
            Vector256.Create((byte)0xBE));

        Vector256<byte> controls = Vector256.Min(
            Vector256.SubtractSaturate(Vector256.Create((byte)0x20), block),
            Shuffle(XmlUtf8Tables.Controls, block) ^ block);
        return lengths | noncharacters | controls;
    }

    // Within each half of 16 bytes, so both have the table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Shuffle(Vector128<byte> table, Vector256<byte> indices) =>
        Avx2.Shuffle(Vector256.Create(table), indices);
}
