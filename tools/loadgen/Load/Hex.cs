using System.Buffers.Binary;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Numbers as lower-case hexadecimal digits of fixed width, eight at a time in one register. Stateless; any thread.
/// </summary>
internal static class Hex
{
    // A digit above 9 is a letter: 'a' is that much behind where '9' would lead.
    private const ulong LetterGap = 'a' - '0' - 10;

    /// <summary>Writes eight digits.</summary>
    public static void Write(Span<byte> destination, uint value) =>
        BinaryPrimitives.WriteUInt64BigEndian(destination, ToDigits(value));

    /// <summary>Writes sixteen digits.</summary>
    public static void Write(Span<byte> destination, long value)
    {
        Write(destination, (uint)(value >> 32));
        Write(destination[8..], (uint)value);
    }

    /// <summary>Reads eight digits; false if one of them is none, or a capital.</summary>
    public static bool TryRead(ReadOnlySpan<byte> digits, out uint value)
    {
        var text = BinaryPrimitives.ReadUInt64BigEndian(digits);
        value = ToValue(text);

        // Whatever is not a digit is written differently.
        return ToDigits(value) == text;
    }

    /// <summary>Reads sixteen digits; false as above.</summary>
    public static bool TryRead(ReadOnlySpan<byte> digits, out long value)
    {
        var isRead = TryRead(digits, out uint high) & TryRead(digits[8..], out uint low);
        value = (long)(((ulong)high << 32) | low);
        return isRead;
    }

    private static ulong ToDigits(uint value)
    {
        // One digit a byte: halves, quarters, eighths move apart.
        ulong nibbles = value;
        nibbles = (nibbles | (nibbles << 16)) & 0x0000_FFFF_0000_FFFF;
        nibbles = (nibbles | (nibbles << 8)) & 0x00FF_00FF_00FF_00FF;
        nibbles = (nibbles | (nibbles << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        var letters = ((nibbles + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
        return nibbles + 0x3030_3030_3030_3030 + letters * LetterGap;
    }

    private static uint ToValue(ulong text)
    {
        var letters = (text >> 6) & 0x0101_0101_0101_0101;
        var nibbles = ((text & 0x0F0F_0F0F_0F0F_0F0F) + letters * 9) & 0x0F0F_0F0F_0F0F_0F0F;
        nibbles = (nibbles | (nibbles >> 4)) & 0x00FF_00FF_00FF_00FF;
        nibbles = (nibbles | (nibbles >> 8)) & 0x0000_FFFF_0000_FFFF;
        return (uint)(nibbles | (nibbles >> 16));
    }
}
