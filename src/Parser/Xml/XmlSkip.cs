namespace Meerkat.Parser.Xml;

/// <summary>Finds the ends of things in bytes that the scanner has accepted. Any thread.</summary>
internal static class XmlSkip
{
    /// <summary>The offset behind the '&gt;' of the tag whose '&lt;' is at <paramref name="start"/>.</summary>
    public static int Tag(ReadOnlySpan<byte> bytes, int start)
    {
        int position = start + 1;
        while (true)
        {
            position += bytes[position..].IndexOfAny((byte)'>', (byte)'\'', (byte)'"');
            byte found = bytes[position++];
            if (found == '>')
                return position;
            position += bytes[position..].IndexOf(found) + 1;
        }
    }

    /// <summary>The offset behind the CDATA section at <paramref name="start"/>.</summary>
    public static int CData(ReadOnlySpan<byte> bytes, int start) =>
        start + bytes[start..].IndexOf("]]>"u8) + "]]>".Length;

    /// <summary>The offset behind the end of the element whose start tag is at <paramref name="start"/>.</summary>
    public static int Element(ReadOnlySpan<byte> bytes, int start)
    {
        int position = Tag(bytes, start);
        if (bytes[position - 2] == '/')
            return position;
        for (int depth = 1; depth > 0;)
        {
            int markup = position + bytes[position..].IndexOf((byte)'<');
            byte kind = bytes[markup + 1];
            if (kind == '!')
            {
                position = CData(bytes, markup);
                continue;
            }

            position = Tag(bytes, markup);
            if (kind == '/')
                depth--;
            else if (bytes[position - 2] != '/')
                depth++;
        }

        return position;
    }

    /// <summary>The offset of the next start tag's or end tag's '&lt;', or the length if there is none.</summary>
    public static int ToTag(ReadOnlySpan<byte> bytes, int position)
    {
        while (true)
        {
            int markup = bytes[position..].IndexOf((byte)'<');
            if (markup < 0)
                return bytes.Length;
            position += markup;
            if (bytes[position + 1] != '!')
                return position;
            position = CData(bytes, position);
        }
    }
}
