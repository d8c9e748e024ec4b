namespace Meerkat.Parser.Xml;

/// <summary>Entity and character references (XML 1.0 §4.1), predefined entities only (RFC 6120 §11.1). Any thread.</summary>
internal static class XmlReferences
{
    /// <summary>True for a byte that may stand between '&amp;' and ';' in some reference, well-formed or not.</summary>
    public static bool IsReferenceByte(byte value) => XmlChars.MayContinueName(value) || value is (byte)'#' or (byte)':';

    /// <summary>Checks what stands between '&amp;' and ';'.</summary>
    public static XmlError Check(ReadOnlySpan<byte> body)
    {
        if (Resolve(body) != 0)
            return XmlError.None;

        // RFC 6120 §11.1: a reference to any other entity is restricted XML. Everything else is no reference at all.
        return !body.IsEmpty && XmlChars.IsName(body) ? XmlError.RestrictedXml : XmlError.NotWellFormed;
    }

    /// <summary>Checks the reference at an offset and tells which character it stands for.</summary>
    /// <returns>The offset behind its ';', 0 if it goes on behind the bytes, or minus an <see cref="XmlError"/>.</returns>
    public static int Pass(ReadOnlySpan<byte> bytes, int position, out uint scalar)
    {
        ReadOnlySpan<byte> body = bytes[(position + 1)..];
        scalar = '&';
        if (body.StartsWith("amp;"u8))
            return position + "&amp;".Length;
        scalar = '<';
        if (body.StartsWith("lt;"u8))
            return position + "&lt;".Length;
        scalar = '>';
        if (body.StartsWith("gt;"u8))
            return position + "&gt;".Length;
        int length = BodyLength(body);
        if (length == body.Length)
            return 0;
        if (body[length] != ';')
            return -(int)XmlError.NotWellFormed;
        body = body[..length];
        scalar = Resolve(body);
        return scalar == 0 ? -(int)Check(body) : position + length + 2;
    }

    /// <summary>The number of reference bytes in front.</summary>
    public static int BodyLength(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        while (length < bytes.Length && IsReferenceByte(bytes[length]))
            length++;
        return length;
    }

    /// <summary>The character that stands for the reference, or 0 if it is not a legal one.</summary>
    public static uint Resolve(ReadOnlySpan<byte> body)
    {
        if (!body.IsEmpty && body[0] == '#')
            return ResolveCharacter(body[1..]);
        return body.Length switch
        {
            2 when body.SequenceEqual("lt"u8) => '<',
            2 when body.SequenceEqual("gt"u8) => '>',
            3 when body.SequenceEqual("amp"u8) => '&',
            4 when body.SequenceEqual("apos"u8) => '\'',
            4 when body.SequenceEqual("quot"u8) => '"',
            _ => 0,
        };
    }

    private static uint ResolveCharacter(ReadOnlySpan<byte> digits)
    {
        uint radix = 10;
        if (!digits.IsEmpty && digits[0] == 'x')
        {
            radix = 16;
            digits = digits[1..];
        }

        uint scalar = 0;
        foreach (byte digit in digits)
        {
            uint value = DigitValue(digit);
            if (value >= radix)
                return 0;
            scalar = scalar * radix + value;

            // Leaving here also keeps the sum from wrapping.
            if (scalar > 0x10FFFF)
                return 0;
        }

        return XmlChars.IsChar(scalar) ? scalar : 0;
    }

    private static uint DigitValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(digit - '0'),
        >= (byte)'a' and <= (byte)'f' => (uint)(digit - 'a' + 10),
        >= (byte)'A' and <= (byte)'F' => (uint)(digit - 'A' + 10),
        _ => uint.MaxValue,
    };
}
