using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Rosters;

/// <summary>Writes rosters as RFC 6121 §2.1 has them.</summary>
internal static class RosterWriter
{
    public static void StartQuery(ref XmlWriter writer, long version)
    {
        writer.Start("query"u8, Namespaces.Roster);
        writer.Attribute("ver"u8, version);
    }

    public static void WriteItem(ref XmlWriter writer, RosterItem item)
    {
        writer.Start("item"u8);
        writer.Attribute("jid"u8, item.Contact.Utf8);
        if (item.Name is { } name) writer.Attribute("name"u8, name);
        writer.Attribute("subscription"u8, ToAttributeValue(item.Subscription));
        if (item.IsPendingOut) writer.Attribute("ask"u8, "subscribe"u8);
        if (item.IsPreApproved) writer.Attribute("approved"u8, "true"u8);
        foreach (var group in item.Groups) writer.Element("group"u8, group);
        writer.End("item"u8);
    }

    public static void WriteRemoved(ref XmlWriter writer, Jid contact)
    {
        writer.Start("item"u8);
        writer.Attribute("jid"u8, contact.Utf8);
        writer.Attribute("subscription"u8, "remove"u8);
        writer.End("item"u8);
    }

    private static ReadOnlySpan<byte> ToAttributeValue(Subscription subscription) => subscription switch
    {
        Subscription.To => "to"u8,
        Subscription.From => "from"u8,
        Subscription.Both => "both"u8,
        _ => "none"u8,
    };
}
