using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>Writes the stanzas that answer another: addresses swapped, same <c>id</c> (RFC 6120 §8.1.3, §8.3.1).</summary>
public static class ReplyWriter
{
    // Enough for a person to recognise what was refused; more would let an error cost more than its cause.
    private const int MaxErrorStanzaBytes = 8 * 1024;

    /// <summary>An error reply: the error first, then the refused content where it is small and holds no credentials.</summary>
    public static void WriteError(ByteBuffer output, in Stanza stanza, in StanzaError error)
    {
        var writer = new XmlWriter(output);
        var name = ElementName(stanza.Kind);
        StartReply(ref writer, in stanza, name, "error"u8);
        WriteErrorElement(ref writer, in error);
        if (stanza.Bytes.Length <= MaxErrorStanzaBytes && !MayHoldCredentials(in stanza))
        {
            TryWriteContent(ref writer, output, in stanza, MaxErrorStanzaBytes - EndTagLength(name));
        }

        writer.End(name);
    }

    /// <summary>A result with this payload, which may be empty.</summary>
    public static void WriteResult(ByteBuffer output, in Stanza request, ReadOnlySpan<byte> payload)
    {
        var writer = new XmlWriter(output);
        StartReply(ref writer, in request, "iq"u8, "result"u8);
        if (!payload.IsEmpty) writer.Raw(payload);
        writer.End("iq"u8);
    }

    /// <summary>The <c>error</c> child of a stanza error.</summary>
    public static void WriteErrorElement(ref XmlWriter writer, in StanzaError error)
    {
        writer.Start("error"u8);
        writer.Attribute("type"u8, error.Type.ToAttributeValue());
        writer.Empty(error.Condition.ToElementName(), Namespaces.StanzaErrors);
        if (error.Text is { } text)
        {
            writer.Start("text"u8, Namespaces.StanzaErrors);
            writer.Attribute("xml:lang"u8, "en"u8);
            writer.Text(text);
            writer.End("text"u8);
        }

        if (error.Detail is { } detail) writer.Empty(Encoding.UTF8.GetBytes(detail.Name), Encoding.UTF8.GetBytes(detail.Namespace));

        writer.End("error"u8);
    }

    public static ReadOnlySpan<byte> ElementName(StanzaKind kind) => kind switch
    {
        StanzaKind.Message => "message"u8,
        StanzaKind.Presence => "presence"u8,
        _ => "iq"u8,
    };

    private static void StartReply(ref XmlWriter writer, in Stanza stanza, ReadOnlySpan<byte> name, ReadOnlySpan<byte> type)
    {
        writer.Start(name);
        if (stanza.Header.Id.IsPresent) writer.Attribute("id"u8, stanza.Header.Id);
        writer.Attribute("type"u8, type);
        if (stanza.Route.Origin == StanzaOrigin.UnauthenticatedClient) return;

        // RFC 6120 §8.1.2.1: a stanza without 'to' was for the sender's own account, so that is what answers.
        writer.Attribute("from"u8, stanza.HasTo ? stanza.To.Utf8 : stanza.From.Bare);
        writer.Attribute("to"u8, stanza.From.Utf8);
    }

    /// <summary>The refused content, or nothing if the output would grow beyond <paramref name="maxLength"/>.</summary>
    private static void TryWriteContent(ref XmlWriter writer, ByteBuffer output, in Stanza stanza, int maxLength)
    {
        var start = output.WrittenCount;
        var startTag = stanza.Bytes[stanza.Header.NameEnd..stanza.Header.StartTagEnd];
        if (startTag.IndexOf("xmlns:"u8) < 0) writer.Raw(stanza.Element.InnerXml);
        else WriteStandaloneContent(output, in stanza, maxLength);

        if (output.WrittenCount > maxLength) output.Truncate(start);
    }

    /// <summary>
    /// The prefixes that the start tag declares are not declared in the reply's, so each child has to: one long namespace
    /// and many short children would make a megabyte of a page, hence the end at the first that is too much.
    /// </summary>
    private static void WriteStandaloneContent(ByteBuffer output, in Stanza stanza, int maxLength)
    {
        foreach (var child in stanza.Element.Children)
        {
            if (output.WrittenCount > maxLength) return;

            XmlRewriter.WriteStandalone(child, Namespaces.Client, output);
        }
    }

    private static int EndTagLength(ReadOnlySpan<byte> name) => name.Length + "</>".Length;

    private static bool MayHoldCredentials(in Stanza stanza)
    {
        if (stanza.Kind != StanzaKind.Iq) return false;

        foreach (var child in stanza.Element.Children)
        {
            if (MayHoldCredentials(child)) return true;
        }

        return false;
    }

    /// <summary>
    /// Passwords of XEP-0077 and XEP-0078; forms of commands that set them (XEP-0133); the secrets of push services
    /// (XEP-0357), as users register them and as they are published.
    /// </summary>
    private static bool MayHoldCredentials(XmlElementReader payload)
    {
        var ns = payload.Namespace;
        return ns.SequenceEqual("jabber:iq:register"u8)
            || ns.SequenceEqual("jabber:iq:auth"u8)
            || ns.SequenceEqual("http://jabber.org/protocol/commands"u8)
            || ns.SequenceEqual("urn:xmpp:push:0"u8)
            || (ns.SequenceEqual("http://jabber.org/protocol/pubsub"u8)
                && payload.TryGetChild("publish-options"u8, "http://jabber.org/protocol/pubsub"u8, out _));
    }
}
