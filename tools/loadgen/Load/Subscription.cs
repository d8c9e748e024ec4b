using System.Security;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>The stanzas that subscriptions are made with (RFC 6121 §3). Stateless; any thread.</summary>
internal static class Subscription
{
    public static string To(string bareJid, string type) =>
        $"<presence to='{SecurityElement.Escape(bareJid)}' type='{type}'/>";

    /// <summary>To who sent a stanza.</summary>
    public static string Answer(XmlValue from, string type) => To(from.ToString(), type);
}
