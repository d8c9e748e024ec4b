using System.Globalization;
using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>Says since when a stanza was held back, and by whom (XEP-0203). Pure.</summary>
internal static class DelayStamp
{
    /// <summary>A stanza with a stamp of this host added as its last child.</summary>
    public static byte[] Add(in OutboundStanza stanza, Jid host, DateTimeOffset since)
    {
        var bytes = new byte[stanza.Length];
        stanza.CopyTo(bytes);
        var element = new XmlElementReader(bytes, StreamScope.Client);
        var name = element.LocalName;
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);

        var output = new ByteBuffer();
        output.Write(bytes.AsSpan(0, header.StartTagEnd));
        output.Write(">"u8);
        output.Write(element.InnerXml);
        var writer = new XmlWriter(output);
        writer.Start("delay"u8, Namespaces.Delay);
        writer.Attribute("from"u8, host.Utf8);
        writer.Attribute("stamp"u8, since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        writer.End("delay"u8);
        output.Write("</"u8);
        output.Write(name);
        output.Write(">"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>True if the stanza carries any delay stamp of this host.</summary>
    public static bool IsFrom(ReadOnlySpan<byte> stanza, Jid host)
    {
        foreach (var child in new XmlElementReader(stanza, StreamScope.Client).Children)
        {
            if (child.Is("delay"u8, Namespaces.Delay) && child.Attribute("from"u8).Equals(host.Utf8)) return true;
        }

        return false;
    }
}
