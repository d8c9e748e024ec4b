using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Meerkat.Parser.Xml;

/// <summary>Checks that bytes are UTF-8 (RFC 3629) and their characters legal in XML 1.0. Any thread.</summary>
internal static class XmlUtf8
{
    /// <summary>The character needs more bytes than there are.</summary>
    public const int Partial = 0;

    /// <summary>No continuation can make the bytes a character that XML allows.</summary>
    public const int Illegal = -1;

    /// <summary>From here on a byte begins a character of two bytes or more.</summary>
    public const byte LeadOfTwo = 0xC0;

    /// <summary>From here on a byte begins a character of three bytes or more.</summary>
    public const byte LeadOfThree = 0xE0;

    /// <summary>From here on a byte begins a character of four bytes.</summary>
    public const byte LeadOfFour = 0xF0;

    /// <summary>
    /// How many bytes from the start are whole legal characters. By vectors it is only found out whether a block beyond
    /// ASCII has a mistake; <see cref="ExactLength"/> says where, so all machines answer alike.
    /// </summary>
    public static int LegalLength(ReadOnlySpan<byte> bytes)
    {
        // Blocks of 64 bytes with AVX-512 were slower on Zen 4: by 10 % beyond ASCII, by 20 % in long ASCII.
        if (XmlUtf8Vector256.IsSupported && bytes.Length >= XmlUtf8Vector256.MinLength)
            return XmlUtf8Vector256.LegalLength(bytes);
        return XmlUtf8Vector128.IsSupported ? XmlUtf8Vector128.LegalLength(bytes) : ExactLength(bytes, 0);
    }

    /// <summary>
    /// <see cref="LegalLength"/> one character after the other, from <paramref name="position"/>: a character begins
    /// there, and all before it are legal.
    /// </summary>
    // Not inlined: the ways by vectors would save registers for it before each call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int ExactLength(ReadOnlySpan<byte> bytes, int position)
    {
        while (position < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[position..];
            int length = AsciiLength(rest);
            if (length == 0)
                length = Decode(rest, out _);
            if (length <= 0)
                break;
            position += length;
        }

        return position;
    }

    /// <summary>Where the last character in front of <paramref name="end"/> begins; it may lack bytes.</summary>
    public static int LastBoundary(ReadOnlySpan<byte> bytes, int end)
    {
        do
            end--;
        while ((bytes[end] & 0xC0) == 0x80);
        return end;
    }

    /// <summary>The length without the last character, if it lacks bytes and there is no other mistake.</summary>
    public static int WholeLength(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        if (bytes[^1] >= LeadOfTwo)
            return length - 1;
        if (length > 1 && bytes[^2] >= LeadOfThree)
            return length - 2;
        return length > 2 && bytes[^3] >= LeadOfFour ? length - 3 : length;
    }

    /// <summary>
    /// Decodes the character in front of not empty <paramref name="bytes"/>. Returns its length, or <see cref="Partial"/>,
    /// or <see cref="Illegal"/> as soon as that is certain: the answer depends only on bytes that decide it.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> bytes, out uint scalar)
    {
        uint lead = bytes[0];
        scalar = lead;
        if (lead < 0x80)
            return XmlChars.IsChar(lead) ? 1 : Illegal;

        // RFC 3629 §4: the second byte of E0, ED, F0 and F4 has a narrower range (overlong, surrogates, beyond U+10FFFF).
        (int length, byte low, byte high) = lead switch
        {
            < 0xC2 => (Illegal, (byte)0, (byte)0),
            < 0xE0 => (2, (byte)0x80, (byte)0xBF),
            0xE0 => (3, (byte)0xA0, (byte)0xBF),
            0xED => (3, (byte)0x80, (byte)0x9F),
            < 0xF0 => (3, (byte)0x80, (byte)0xBF),
            0xF0 => (4, (byte)0x90, (byte)0xBF),
            < 0xF4 => (4, (byte)0x80, (byte)0xBF),
            0xF4 => (4, (byte)0x80, (byte)0x8F),
            _ => (Illegal, (byte)0, (byte)0),
        };
        if (length == Illegal)
            return Illegal;

        scalar = lead & (0xFFu >> (length + 1));
        for (int i = 1; i < length; i++)
        {
            if (i == bytes.Length)
                return Partial;
            byte next = bytes[i];
            if (next < low || next > high)
                return Illegal;
            scalar = (scalar << 6) | (next & 0x3Fu);
            (low, high) = (0x80, 0xBF);
        }

        return scalar is 0xFFFE or 0xFFFF ? Illegal : length;
    }

    /// <summary>Encodes a legal character; <paramref name="destination"/> takes 4 bytes.</summary>
    public static int Encode(uint scalar, Span<byte> destination) =>
        new Rune(scalar).EncodeToUtf8(destination);

    // How many of the next eight bytes, if there are, come before the first that is not from 0x20 to 0x7F. Taking 0x20
    // away sets the high bit of a smaller one; it borrows from those behind it, which count no more.
    private static int AsciiLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] >= 0x80 || bytes.Length < sizeof(ulong))
            return 0;
        ulong eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong stops = ((eight - 0x2020_2020_2020_2020) | eight) & 0x8080_8080_8080_8080;
        return BitOperations.TrailingZeroCount(stops) / 8;
    }
}
