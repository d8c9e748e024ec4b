namespace Meerkat.Parser.Xml;

/// <summary>Qualified names (Namespaces 1.0 §4). Any thread.</summary>
internal static class XmlNames
{
    /// <summary>Checks a whole name and takes it apart. Its bytes are legal UTF-8.</summary>
    public static bool TryRead(ReadOnlySpan<byte> name, out int prefixLength, out XmlNameKind kind)
    {
        int colon = name.IndexOf((byte)':');
        prefixLength = Math.Max(colon, 0);
        kind = KindOf(name, prefixLength);
        return (colon < 0 || XmlChars.IsNCName(name[..colon])) && XmlChars.IsNCName(name[(colon + 1)..]);
    }

    /// <summary>The number of bytes in front that may stand in a qualified name; bytes beyond ASCII are not judged.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        while (length < bytes.Length && (XmlChars.MayContinueName(bytes[length]) || bytes[length] == ':'))
            length++;
        return length;
    }

    private static XmlNameKind KindOf(ReadOnlySpan<byte> name, int prefixLength)
    {
        if (name.SequenceEqual("xmlns"u8))
            return XmlNameKind.DefaultDeclaration;
        ReadOnlySpan<byte> prefix = name[..prefixLength];
        if (prefix.IsEmpty || prefix.SequenceEqual("xml"u8))
            return XmlNameKind.Plain;
        return prefix.SequenceEqual("xmlns"u8) ? XmlNameKind.PrefixDeclaration : XmlNameKind.Prefixed;
    }
}
