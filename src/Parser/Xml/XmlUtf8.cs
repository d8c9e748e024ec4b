using System.Text;

namespace Meerkat.Parser.Xml;

/// <summary>Checks that bytes are UTF-8 (RFC 3629) and their characters legal in XML 1.0. Any thread.</summary>
internal static class XmlUtf8
{
    /// <summary>The character needs more bytes than there are.</summary>
    public const int Partial = 0;

    /// <summary>No continuation can make the bytes a character that XML allows.</summary>
    public const int Illegal = -1;

    /// <summary>How many bytes from the start are whole legal characters.</summary>
    public static int LegalLength(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (true)
        {
            int stop = bytes[position..].IndexOfAnyExcept(XmlChars.LegalAscii);
            if (stop < 0)
                return bytes.Length;
            position += stop;
            if (bytes[position] < 0x80)
                return position;
            while (position < bytes.Length && bytes[position] >= 0x80)
            {
                int length = Decode(bytes[position..], out _);
                if (length <= 0)
                    return position;
                position += length;
            }
        }
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
}
