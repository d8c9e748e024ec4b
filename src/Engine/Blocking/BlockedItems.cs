using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Blocking;

/// <summary>The addresses in a <c>block</c> or <c>unblock</c> (XEP-0191). Pure.</summary>
internal static class BlockedItems
{
    /// <summary>Null, and the addresses in their order; else the error to answer. What is no item is left to other extensions.</summary>
    public static StanzaError? Read(XmlElementReader command, JidPreparer jids, out List<Jid> addresses)
    {
        addresses = [];
        foreach (var item in command.Children)
        {
            if (!item.Is("item"u8, "urn:xmpp:blocking"u8)) continue;

            var address = item.Attribute("jid"u8);
            if (!address.IsPresent) return StanzaError.BadRequest.Because("An item has no jid.");
            if (!jids.TryParse(address, out var jid)) return StanzaError.JidMalformed;

            addresses.Add(jid.ToJid());
        }

        return null;
    }

    /// <summary>False for what would have no effect: the own account and its resources, and a resource of the own server. The server's
    /// domain stands for its other users.</summary>
    public static bool MayBlock(Jid account, Jid address) =>
        !Blocklist.IsExempt(account, JidView.Of(address)) || (address.IsBare && !address.HasLocal);
}
