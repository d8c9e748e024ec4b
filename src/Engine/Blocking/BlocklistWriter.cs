using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Blocking;

/// <summary>Writes blocklists as XEP-0191 has them. Pure.</summary>
internal static class BlocklistWriter
{
    /// <summary>One of the elements <c>blocklist</c>, <c>block</c> and <c>unblock</c>.</summary>
    public static void Write(ref XmlWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<Jid> addresses)
    {
        if (addresses.Count == 0)
        {
            writer.Empty(name, "urn:xmpp:blocking"u8);
            return;
        }

        writer.Start(name, "urn:xmpp:blocking"u8);
        foreach (var address in addresses)
        {
            writer.Start("item"u8);
            writer.Attribute("jid"u8, address.Utf8);
            writer.End("item"u8);
        }

        writer.End(name);
    }

    public static void WritePush(
        ByteBuffer output, Jid to, string id, ReadOnlySpan<byte> command, IReadOnlyList<Jid> addresses)
    {
        var writer = new XmlWriter(output);
        writer.Start("iq"u8);
        writer.Attribute("type"u8, "set"u8);
        writer.Attribute("id"u8, id);
        writer.Attribute("to"u8, to.Utf8);
        Write(ref writer, command, addresses);
        writer.End("iq"u8);
    }
}
