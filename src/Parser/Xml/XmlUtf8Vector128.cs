using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Meerkat.Parser.Xml;

/// <summary><see cref="XmlUtf8.LegalLength"/> by blocks of 16 bytes, with SSSE3 or AdvSimd. Any thread.</summary>
internal static class XmlUtf8Vector128
{
    /// <summary>The bytes of a block.</summary>
    public const int Size = 16;

    /// <summary>Taken from a byte, it leaves the high bit if the second byte behind must be a continuation.</summary>
    public const byte ThirdOffset = XmlUtf8.LeadOfThree - 0x80;

    /// <summary>Taken from a byte, it leaves the high bit if the third byte behind must be a continuation.</summary>
    public const byte FourthOffset = XmlUtf8.LeadOfFour - 0x80;

    public static bool IsSupported => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>As <see cref="XmlUtf8.LegalLength"/>.</summary>
    public static int LegalLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size)
            return ShortLength(bytes);

        ref byte start = ref MemoryMarshal.GetReference(bytes);
        int last = bytes.Length - Size;
        int position = 0;
        while (true)
        {
            uint legal = LegalAscii(Vector128.LoadUnsafe(ref start, (nuint)position)).ExtractMostSignificantBits();
            if (legal != ushort.MaxValue)
            {
                position += BitOperations.TrailingZeroCount(~legal);
                return bytes[position] < 0x80 ? position : MixedLength(bytes, position);
            }

            if (position == last)
                return bytes.Length;
            position = Math.Min(position + Size, last);
        }
    }

    /// <summary>
    /// <see cref="LegalLength"/> of at least a block; all in front of <paramref name="position"/> is legal ASCII.
    /// </summary>
    public static int MixedLength(ReadOnlySpan<byte> bytes, int position)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        if (position < 3 || bytes.Length < Size + 3)
        {
            if (FirstErrors(Vector128.LoadUnsafe(ref start)) != Vector128<byte>.Zero)
                return XmlUtf8.ExactLength(bytes, position);
            position = Size;
        }

        // The last block would look back to bytes in front of the input.
        if (bytes.Length < Size + 3)
            return XmlUtf8.ExactLength(bytes, XmlUtf8.LastBoundary(bytes, Size));

        while (position < bytes.Length)
        {
            // The last block overlaps the one before: to judge bytes twice is harmless.
            nuint block = (nuint)Math.Min(position, bytes.Length - Size);
            if (Errors(ref start, block) != Vector128<byte>.Zero)
                return XmlUtf8.ExactLength(bytes, XmlUtf8.LastBoundary(bytes, position));
            position += Size;
        }

        return XmlUtf8.WholeLength(bytes);
    }

    /// <summary>Not zero where the first block of an input shows a mistake.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FirstErrors(Vector128<byte> block)
    {
        // FF brings in a zero, on both architectures.
        Vector128<byte> by1 = Vector128.Create(0xFF, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        Vector128<byte> by2 = Vector128.Create(0xFF, 0xFF, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        Vector128<byte> by3 = Vector128.Create(0xFF, 0xFF, 0xFF, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        return Errors(
            block,
            Vector128.ShuffleNative(block, by1),
            Vector128.ShuffleNative(block, by2),
            Vector128.ShuffleNative(block, by3));
    }

    private static int ShortLength(ReadOnlySpan<byte> bytes)
    {
        Vector128<byte> block = LoadShort(bytes);
        uint inside = (1u << bytes.Length) - 1;
        uint stops = inside & ~LegalAscii(block).ExtractMostSignificantBits();
        if (stops == 0)
            return bytes.Length;
        int position = BitOperations.TrailingZeroCount(stops);
        if (bytes[position] < 0x80)
            return position;

        // A mistake shows in its own bytes, so the zeros behind the input say nothing about it.
        uint legal = Vector128.Equals(FirstErrors(block), Vector128<byte>.Zero).ExtractMostSignificantBits();
        return (inside & ~legal) == 0 ? XmlUtf8.WholeLength(bytes) : XmlUtf8.ExactLength(bytes, position);
    }

    // Less than a block, by two or three reads that overlap, and zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LoadShort(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        ulong low = 0;
        ulong high = 0;
        if (length >= 8)
        {
            // All that is in the low half too goes out; in two shifts, as a shift by 64 is none.
            low = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            high = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(length - 8)..]) >> 1 >> (127 - 8 * length);
        }
        else if (length >= 4)
        {
            ulong end = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]);
            low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) | end << (8 * length - 32);
        }
        else if (length > 0)
        {
            int middle = length / 2;
            low = bytes[0] | (uint)bytes[middle] << (8 * middle) | (uint)bytes[length - 1] << (8 * length - 8);
        }

        return Vector128.Create(low, high).AsByte();
    }

    // All ones for a byte that is a legal character of its own. The shuffle gives a control by the low half of ASCII
    // (on Arm for bytes below 16 only), which is equal to the byte only if the byte is that control.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LegalAscii(Vector128<byte> block) =>
        Vector128.GreaterThan(block.AsSByte(), Vector128.Create((sbyte)0x1F)).AsByte() |
        Vector128.Equals(Vector128.ShuffleNative(XmlUtf8Tables.Controls, block), block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Errors(ref byte start, nuint position) => Errors(
        Vector128.LoadUnsafe(ref start, position),
        Vector128.LoadUnsafe(ref start, position - 1),
        Vector128.LoadUnsafe(ref start, position - 2),
        Vector128.LoadUnsafe(ref start, position - 3));

    // Not zero where a byte, after the three in front of it, shows a mistake. XmlUtf8Vector256 has the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Errors(
        Vector128<byte> block, Vector128<byte> before1, Vector128<byte> before2, Vector128<byte> before3)
    {
        Vector128<byte> pairs =
            Vector128.ShuffleNative(XmlUtf8Tables.FirstHigh, before1 >>> 4) &
            Vector128.ShuffleNative(XmlUtf8Tables.FirstLow, before1 & Vector128.Create((byte)0x0F)) &
            Vector128.ShuffleNative(XmlUtf8Tables.SecondHigh, block >>> 4);

        // The high bit is set where a third or fourth byte is due; there, and only there, two continuations are right.
        Vector128<byte> third = Vector128.SubtractSaturate(before2, Vector128.Create(ThirdOffset));
        Vector128<byte> fourth = Vector128.SubtractSaturate(before3, Vector128.Create(FourthOffset));
        Vector128<byte> lengths = ((third | fourth) & Vector128.Create((byte)0x80)) ^ pairs;

        // U+FFFE and U+FFFF: EF (which left 8F in third), BF, and BE or BF. All else above BE has another mistake.
        Vector128<byte> noncharacters = Vector128.SubtractSaturate(
            (third | Vector128.Create((byte)0x30)) & before1 & (block | Vector128<byte>.One),
            Vector128.Create((byte)0xBE));

        Vector128<byte> controls = Vector128.Min(
            Vector128.SubtractSaturate(Vector128.Create((byte)0x20), block),
            Vector128.ShuffleNative(XmlUtf8Tables.Controls, block) ^ block);
        return lengths | noncharacters | controls;
    }
}
