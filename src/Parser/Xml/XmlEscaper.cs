using System.Buffers;
using System.Text.Unicode;

namespace Meerkat.Parser.Xml;

/// <summary>Writes text and attribute values with what markup would mistake put as references. Any thread.</summary>
internal static class XmlEscaper
{
    private static readonly SearchValues<byte> _textStops = SearchValues.Create([.. ForbiddenAscii(), .. "<>&\r"u8]);

    // TAB and LF would come out of an attribute as spaces (XML 1.0 §3.3.3).
    private static readonly SearchValues<byte> _attributeStops =
        SearchValues.Create([.. ForbiddenAscii(), .. "<>&'\"\t\n\r"u8]);

    public static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8) => Write(output, utf8, _textStops);

    public static void WriteText(IBufferWriter<byte> output, scoped XmlValue value) => Write(output, value, _textStops);

    public static void WriteText(IBufferWriter<byte> output, string text) => Write(output, text, _textStops);

    public static void WriteAttribute(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8) =>
        Write(output, utf8, _attributeStops);

    public static void WriteAttribute(IBufferWriter<byte> output, scoped XmlValue value) =>
        Write(output, value, _attributeStops);

    public static void WriteAttribute(IBufferWriter<byte> output, string text) => Write(output, text, _attributeStops);

    private static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8, SearchValues<byte> stops)
    {
        while (true)
        {
            int stop = utf8.IndexOfAny(stops);
            if (stop < 0)
            {
                output.Write(utf8);
                return;
            }

            output.Write(utf8[..stop]);
            output.Write(Escape(utf8[stop]));
            utf8 = utf8[(stop + 1)..];
        }
    }

    private static void Write(IBufferWriter<byte> output, scoped XmlValue value, SearchValues<byte> stops)
    {
        if (!value.NeedsUnescape)
        {
            Write(output, value.Raw, stops);
            return;
        }

        XmlValueDecoder decoder = value.Decode();
        Span<byte> character = stackalloc byte[4];
        while (decoder.MoveNext())
            Write(output, decoder.Piece(character), stops);
    }

    private static void Write(IBufferWriter<byte> output, string text, SearchValues<byte> stops)
    {
        // 3 bytes for each of 128 UTF-16 units at most.
        Span<byte> utf8 = stackalloc byte[128 * 3];
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            // A surrogate that has no partner becomes U+FFFD.
            Utf8.FromUtf16(rest, utf8, out int read, out int written, replaceInvalidSequences: true, isFinalBlock: true);
            rest = rest[read..];
            ReplaceNonCharacters(utf8[..written]);
            Write(output, utf8[..written], stops);
        }
    }

    // U+FFFE and U+FFFF are EF BF BE and EF BF BF; U+FFFD is EF BF BD.
    private static void ReplaceNonCharacters(Span<byte> utf8)
    {
        while (true)
        {
            int position = utf8.IndexOf((ReadOnlySpan<byte>)[0xEF, 0xBF]);
            if (position < 0)
                return;
            if (utf8[position + 2] > 0xBD)
                utf8[position + 2] = 0xBD;
            utf8 = utf8[(position + 3)..];
        }
    }

    private static ReadOnlySpan<byte> Escape(byte value) => value switch
    {
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        (byte)'&' => "&amp;"u8,
        (byte)'\'' => "&apos;"u8,
        (byte)'"' => "&quot;"u8,
        (byte)'\t' => "&#9;"u8,
        (byte)'\n' => "&#10;"u8,
        (byte)'\r' => "&#13;"u8,
        _ => "\uFFFD"u8,
    };

    // XML 1.0 §2.2: the control characters but TAB, LF and CR.
    private static byte[] ForbiddenAscii()
    {
        var bytes = new List<byte>();
        for (byte i = 0; i < 0x20; i++)
        {
            if (!XmlChars.IsChar(i))
                bytes.Add(i);
        }

        return [.. bytes];
    }
}
