using System.Buffers;

namespace Meerkat.Parser.Xml;

/// <summary>The character classes of XML 1.0 (fifth edition). Immutable tables; any thread.</summary>
internal static class XmlChars
{
    private const byte NameStart = 1;
    private const byte NamePart = 2;
    private const byte Space = 4;
    private const byte NonAscii = 8;
    private const byte Plain = 16;

    // The colon is left out: Namespaces 1.0 §3 makes it the separator of a qualified name.
    private static readonly byte[] _classes = BuildClasses();

    public static SearchValues<byte> WhiteSpace { get; } = SearchValues.Create(" \t\r\n"u8);

    /// <summary>What ends a run of character data: markup, a reference, or a '&gt;' that might close <c>]]&gt;</c>.</summary>
    public static SearchValues<byte> TextStops { get; } = SearchValues.Create("<&>"u8);

    /// <summary>What matters in a tag outside quotes, to whoever looks for its end.</summary>
    public static SearchValues<byte> TagStops { get; } = SearchValues.Create("<>'\""u8);

    /// <summary>True for an ASCII character that means nothing but itself in text, and does not end a tag.</summary>
    public static bool IsPlain(byte value) => (_classes[value] & Plain) != 0;

    /// <summary>
    /// Where plain characters and whole ones beyond ASCII end, from <paramref name="position"/> on, if at most a part of such a
    /// one is behind them; -1 otherwise.
    /// </summary>
    public static int PlainEnd(ReadOnlySpan<byte> bytes, int position)
    {
        while (position < bytes.Length)
        {
            if (IsPlain(bytes[position]))
            {
                position++;
                continue;
            }

            int length = bytes[position] < 0x80 ? XmlUtf8.Illegal : XmlUtf8.Decode(bytes[position..], out _);
            if (length == XmlUtf8.Partial)
                break;
            if (length < 0)
                return -1;
            position += length;
        }

        return position;
    }

    public static bool IsWhiteSpace(byte value) => (_classes[value] & Space) != 0;

    /// <summary>True if a name may begin with this byte; one beyond ASCII is not judged.</summary>
    public static bool MayStartName(byte value) => (_classes[value] & (NameStart | NonAscii)) != 0;

    /// <summary>True if a name without colon may go on with this byte; one beyond ASCII is not judged.</summary>
    public static bool MayContinueName(byte value) => (_classes[value] & (NamePart | NonAscii)) != 0;

    /// <summary>The offset of the first byte from <paramref name="position"/> on that is not white space.</summary>
    public static int SkipWhiteSpace(ReadOnlySpan<byte> bytes, int position)
    {
        while (position < bytes.Length && IsWhiteSpace(bytes[position]))
            position++;
        return position;
    }

    /// <summary>NCName (Namespaces 1.0 §3) over bytes that are legal UTF-8.</summary>
    public static bool IsNCName(ReadOnlySpan<byte> name) => IsName(name) && !name.Contains((byte)':');

    /// <summary>Name (XML 1.0 §2.3), colons allowed, over bytes that are legal UTF-8.</summary>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length;)
        {
            int length = XmlUtf8.Decode(name[i..], out uint scalar);
            if (!(i == 0 ? IsNameStart(scalar) : IsNamePart(scalar)))
                return false;
            i += length;
        }

        return !name.IsEmpty;
    }

    /// <summary>Char (XML 1.0 §2.2).</summary>
    public static bool IsChar(uint scalar) => scalar switch
    {
        < 0x20 => scalar is '\t' or '\n' or '\r',
        <= 0xD7FF => true,
        < 0xE000 => false,
        _ => scalar is <= 0xFFFD or (>= 0x10000 and <= 0x10FFFF),
    };

    // XML 1.0 §2.3 [4]
    private static bool IsNameStart(uint scalar) => scalar switch
    {
        < 0x80 => scalar == ':' || (_classes[scalar] & NameStart) != 0,
        _ => scalar is
            (>= 0xC0 and <= 0xD6) or (>= 0xD8 and <= 0xF6) or (>= 0xF8 and <= 0x2FF) or
            (>= 0x370 and <= 0x37D) or (>= 0x37F and <= 0x1FFF) or 0x200C or 0x200D or
            (>= 0x2070 and <= 0x218F) or (>= 0x2C00 and <= 0x2FEF) or (>= 0x3001 and <= 0xD7FF) or
            (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFFD) or (>= 0x10000 and <= 0xEFFFF),
    };

    // XML 1.0 §2.3 [4a]
    private static bool IsNamePart(uint scalar) =>
        IsNameStart(scalar) || (scalar < 0x80 && (_classes[scalar] & NamePart) != 0) ||
        scalar is 0xB7 or (>= 0x300 and <= 0x36F) or 0x203F or 0x2040;

    private static byte[] BuildClasses()
    {
        var classes = new byte[256];
        for (int i = 0; i < 256; i++)
        {
            if (i >= 0x80)
                classes[i] = NonAscii;
            else if (char.IsAsciiLetter((char)i) || i == '_')
                classes[i] = NameStart | NamePart;
            else if (char.IsAsciiDigit((char)i) || i is '-' or '.')
                classes[i] = NamePart;
            else if (i is ' ' or '\t' or '\r' or '\n')
                classes[i] = Space;
            if (i is >= 0x20 and < 0x80 and not ('<' or '>' or '&'))
                classes[i] |= Plain;
        }

        return classes;
    }
}
