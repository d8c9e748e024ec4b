using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>Which messages are worth keeping for later (XEP-0160 §3, XEP-0085 §5.5, XEP-0334 §4). Pure.</summary>
internal static class OfflineRules
{
    private static ReadOnlySpan<byte> Hints => "urn:xmpp:hints"u8;

    /// <summary>
    /// Chat and normal messages, but not those that only say that somebody is typing, and as their hints say.
    /// </summary>
    public static bool IsStored(XmlElementReader message, StanzaType type)
    {
        if (type is StanzaType.Error or StanzaType.Headline or StanzaType.Groupchat) return false;
        if (message.TryGetChild("no-store"u8, Hints, out _) || message.TryGetChild("no-permanent-store"u8, Hints, out _))
        {
            return false;
        }

        return message.TryGetChild("store"u8, Hints, out _) || HasContent(message);
    }

    /// <summary>Something other than chat states and the thread they belong to.</summary>
    private static bool HasContent(XmlElementReader message)
    {
        foreach (var child in message.Children)
        {
            var isChatState = child.Namespace.SequenceEqual("http://jabber.org/protocol/chatstates"u8);
            if (!isChatState && !child.Is("thread"u8, Namespaces.Client)) return true;
        }

        return false;
    }
}
