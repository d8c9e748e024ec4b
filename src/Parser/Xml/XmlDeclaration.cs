using System.Text;

namespace Meerkat.Parser.Xml;

/// <summary>Checks the XML declaration (XML 1.0 §2.8, §4.3.3; RFC 6120 §11.5, §11.6). Any thread.</summary>
internal static class XmlDeclaration
{
    public static ReadOnlySpan<byte> Opening => "<?xml"u8;

    /// <summary>The length of a declaration as nearly all streams begin with, or 0.</summary>
    public static int UsualLength(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("<?xml version='1.0'?>"u8) || bytes.StartsWith("<?xml version=\"1.0\"?>"u8)
            ? "<?xml version='1.0'?>".Length
            : 0;

    /// <summary>Checks the bytes from <c>&lt;?xml</c> to the first '&gt;' behind it.</summary>
    public static XmlError Check(ReadOnlySpan<byte> declaration)
    {
        if (!declaration.EndsWith("?>"u8))
            return XmlError.NotWellFormed;

        var parser = new PseudoAttributes(declaration[Opening.Length..^2]);
        if (!parser.TryRead("version"u8, out ReadOnlySpan<byte> version) || !IsVersion(version))
            return XmlError.NotWellFormed;
        if (parser.TryRead("encoding"u8, out ReadOnlySpan<byte> encoding))
        {
            if (!IsEncodingName(encoding))
                return XmlError.NotWellFormed;

            // Encoding names are compared without case (XML 1.0 §4.3.3).
            if (!Ascii.EqualsIgnoreCase(encoding, "utf-8"u8))
                return XmlError.UnsupportedEncoding;
        }

        if (parser.TryRead("standalone"u8, out ReadOnlySpan<byte> standalone) &&
            !standalone.SequenceEqual("yes"u8) && !standalone.SequenceEqual("no"u8))
            return XmlError.NotWellFormed;
        return parser.IsAtEnd ? XmlError.None : XmlError.NotWellFormed;
    }

    // The fifth edition reads any 1.x as 1.0 (XML 1.0 §2.8).
    private static bool IsVersion(ReadOnlySpan<byte> version) =>
        version.Length > 2 && version.StartsWith("1."u8) && !version[2..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsEncodingName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || !char.IsAsciiLetter((char)name[0]))
            return false;
        foreach (byte value in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'.' or (byte)'_' or (byte)'-'))
                return false;
        }

        return true;
    }

    private ref struct PseudoAttributes(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public readonly bool IsAtEnd => _rest.TrimStart(" \t\r\n"u8).IsEmpty;

        // Leaves everything unread if the next pseudo attribute is another one or malformed.
        public bool TryRead(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
        {
            value = default;
            ReadOnlySpan<byte> rest = _rest.TrimStart(" \t\r\n"u8);
            if (rest.Length == _rest.Length || !rest.StartsWith(name))
                return false;
            rest = rest[name.Length..].TrimStart(" \t\r\n"u8);
            if (rest.IsEmpty || rest[0] != '=')
                return false;
            rest = rest[1..].TrimStart(" \t\r\n"u8);
            if (rest.IsEmpty || rest[0] is not ((byte)'\'' or (byte)'"'))
                return false;
            int end = rest[1..].IndexOf(rest[0]);
            if (end < 0)
                return false;
            value = rest[1..(end + 1)];
            _rest = rest[(end + 2)..];
            return true;
        }
    }
}
