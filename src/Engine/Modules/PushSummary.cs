using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>What a push service is told of a message. Immutable.</summary>
/// <param name="Sender">Who sent it.</param>
/// <param name="Body">Its text, or the beginning of it; null: not told.</param>
internal sealed record PushSummary(Jid Sender, string? Body)
{
    // What services of phones take is 4 KiB for everything.
    private const int MaxBodyBytes = 1024;

    public static PushSummary Of(OwnedStanza message, PushOptions options) =>
        new(message.From, options.IncludesBody ? ReadBody(message.Element) : null);

    /// <summary>
    /// False for what needs no attention: receipts and markers (XEP-0184, XEP-0333), chat states, and what only helps to
    /// handle a message. What is not known may be a call.
    /// </summary>
    public static bool IsDue(XmlElementReader message)
    {
        foreach (var child in message.Children)
        {
            if (!IsQuiet(child)) return true;
        }

        return false;
    }

    /// <summary>The payload of the request that publishes it (XEP-0357 §7).</summary>
    public byte[] ToPublish(PushRegistration registration, int messageCount)
    {
        var output = new ByteBuffer();
        var writer = new XmlWriter(output);
        writer.Start("pubsub"u8, "http://jabber.org/protocol/pubsub"u8);
        writer.Start("publish"u8);
        writer.Attribute("node"u8, registration.Node);
        writer.Start("item"u8);
        writer.Start("notification"u8, "urn:xmpp:push:0"u8);
        WriteForm(ref writer, messageCount);
        writer.End("notification"u8);
        writer.End("item"u8);
        writer.End("publish"u8);
        if (registration.Options.Length > 0)
        {
            writer.Start("publish-options"u8);
            writer.Raw(registration.Options);
            writer.End("publish-options"u8);
        }

        writer.End("pubsub"u8);
        return output.WrittenSpan.ToArray();
    }

    private void WriteForm(ref XmlWriter writer, int messageCount)
    {
        writer.Start("x"u8, "jabber:x:data"u8);
        writer.Attribute("type"u8, "submit"u8);
        WriteField(ref writer, "FORM_TYPE"u8, "urn:xmpp:push:summary");
        WriteField(ref writer, "message-count"u8, messageCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteField(ref writer, "last-message-sender"u8, Sender.ToString());
        if (Body is not null) WriteField(ref writer, "last-message-body"u8, Body);
        writer.End("x"u8);
    }

    private static void WriteField(ref XmlWriter writer, ReadOnlySpan<byte> name, string value)
    {
        writer.Start("field"u8);
        writer.Attribute("var"u8, name);
        writer.Element("value"u8, value);
        writer.End("field"u8);
    }

    private static bool IsQuiet(XmlElementReader child)
    {
        var ns = child.Namespace;
        return ns.SequenceEqual("http://jabber.org/protocol/chatstates"u8)
            || ns.SequenceEqual("urn:xmpp:chat-markers:0"u8)
            || ns.SequenceEqual("urn:xmpp:receipts"u8)
            || ns.SequenceEqual("urn:xmpp:hints"u8)
            || ns.SequenceEqual("urn:xmpp:sid:0"u8)
            || ns.SequenceEqual(Namespaces.Delay)
            || child.Is("thread"u8, Namespaces.Client);
    }

    private static string? ReadBody(XmlElementReader message)
    {
        if (!message.TryGetChild("body"u8, Namespaces.Client, out var body)) return null;

        var text = body.Text.ToArray();
        if (text.Length <= MaxBodyBytes) return Encoding.UTF8.GetString(text);

        var end = MaxBodyBytes;
        // Not within a character: its later bytes are 10xxxxxx.
        while ((text[end] & 0xC0) == 0x80) end--;
        return Encoding.UTF8.GetString(text, 0, end);
    }
}
