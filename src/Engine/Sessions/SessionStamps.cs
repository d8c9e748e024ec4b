using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// What a session's stanzas are stamped with on the way out, made once: attributes ready for a start tag, with a leading
/// space.
/// </summary>
/// <param name="From"><c> from='full JID'</c></param>
/// <param name="FromAndLang">The same, and the stream's <c>xml:lang</c> for stanzas without one (RFC 6120 §8.1.5).</param>
public readonly record struct SessionStamps(byte[] From, byte[] FromAndLang)
{
    public static SessionStamps Write(Jid jid, ReadOnlySpan<byte> lang)
    {
        var from = Attributes(jid, lang: []);
        return new(from, lang.IsEmpty ? from : Attributes(jid, lang));
    }

    private static byte[] Attributes(Jid jid, ReadOnlySpan<byte> lang)
    {
        // The writer escapes; what it wrote behind the element name is what is wanted.
        var output = new ByteBuffer();
        var writer = new XmlWriter(output);
        writer.Start("x"u8);
        writer.Attribute("from"u8, jid.Utf8);
        if (!lang.IsEmpty) writer.Attribute("xml:lang"u8, lang);
        return output.WrittenSpan["<x".Length..].ToArray();
    }
}
