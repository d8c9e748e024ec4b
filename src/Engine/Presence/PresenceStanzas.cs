using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Presence;

/// <summary>The presence stanzas that the server makes itself. Pure.</summary>
internal static class PresenceStanzas
{
    /// <summary><c>unavailable</c> from a full JID, without <c>to</c> (RFC 6121 §4.5.2).</summary>
    public static byte[] Unavailable(Jid from) => Write(from, null, "unavailable"u8);

    /// <summary>A presence of this type without content.</summary>
    public static byte[] Write(Jid from, Jid? to, ReadOnlySpan<byte> type)
    {
        var output = new ByteBuffer();
        var writer = new XmlWriter(output);
        writer.Start("presence"u8);
        writer.Attribute("type"u8, type);
        writer.Attribute("from"u8, from.Utf8);
        if (to is not null) writer.Attribute("to"u8, to.Utf8);
        writer.End("presence"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A presence without <c>to</c>, to this address.</summary>
    public static byte[] WithTo(ReadOnlySpan<byte> presence, Jid to)
    {
        var output = new ByteBuffer();
        WriteWithTo(output, presence, to);
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="WithTo"/>
    public static void WriteWithTo(ByteBuffer output, ReadOnlySpan<byte> presence, Jid to)
    {
        var writer = new XmlWriter(output);
        var header = StanzaHeader.Read(presence, StreamScope.Client, Namespaces.Client);
        writer.Start("presence"u8);
        writer.Attribute("to"u8, to.Utf8);
        output.Write(presence[header.NameEnd..]);
    }

    /// <summary>A presence with its addresses replaced by bare JIDs.</summary>
    public static byte[] BetweenBareJids(ReadOnlySpan<byte> presence, Jid from, Jid to)
    {
        var header = StanzaHeader.Read(presence, StreamScope.Client, Namespaces.Client);
        // A bare JID holds nothing that XML escapes (RFC 7622 §3.3.1).
        ReadOnlySpan<byte> stamp = [.. " from='"u8, .. from.BareUtf8, .. "'"u8];
        var outbound = new OutboundStanza(presence, header, stamp, keepTo: false).WithTo(to.BareUtf8);
        var bytes = new byte[outbound.Length];
        outbound.CopyTo(bytes);
        return bytes;
    }

    public static StanzaType TypeOf(ReadOnlySpan<byte> presence) =>
        StanzaHeader.Read(presence, StreamScope.Client, Namespaces.Client).Type;

    /// <summary>The <c>type</c> of a subscription stanza (RFC 6121 §4.7.1).</summary>
    public static ReadOnlySpan<byte> ToAttributeValue(StanzaType type) => type switch
    {
        StanzaType.Subscribe => "subscribe"u8,
        StanzaType.Subscribed => "subscribed"u8,
        StanzaType.Unsubscribe => "unsubscribe"u8,
        _ => "unsubscribed"u8,
    };

    /// <summary>The text of the first <c>status</c>; empty if there is none.</summary>
    public static string StatusOf(ReadOnlySpan<byte> presence) =>
        new XmlElementReader(presence, StreamScope.Client).TryGetChild("status"u8, Namespaces.Client, out var status)
            ? status.Text.ToString()
            : "";
}
