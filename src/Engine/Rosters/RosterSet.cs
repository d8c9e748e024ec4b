using Meerkat.Engine.Modules;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Rosters;

/// <summary>What a roster set asks for, checked by RFC 6121 §2.3.3. Immutable.</summary>
internal sealed record RosterSet(Jid Contact, string? Name, IReadOnlyList<string> Groups, bool IsRemoval)
{
    /// <summary>Null with the error to answer if the request is refused.</summary>
    public static RosterSet? Read(XmlElementReader query, Jid account, ModuleLimits limits, out StanzaError error)
    {
        error = StanzaError.BadRequest;
        if (!TryGetOnlyItem(query, out var item)) return null;
        if (!Jid.TryParse(item.Attribute("jid"u8).ToArray(), out var contact))
        {
            if (item.Attribute("jid"u8).IsPresent) error = StanzaError.JidMalformed;
            return null;
        }

        // A user is not a contact of its own: RFC 6121 §2.1.2.2 speaks of contacts; other servers refuse it too.
        if (contact.Utf8.SequenceEqual(account.Utf8))
        {
            error = StanzaError.NotAllowed;
            return null;
        }

        var isRemoval = item.Attribute("subscription"u8).Equals("remove"u8);
        if (!TryReadName(item, limits, out var name, ref error)) return null;
        if (!TryReadGroups(item, limits, out var groups, ref error)) return null;

        return new RosterSet(contact, name, groups, isRemoval);
    }

    private static bool TryGetOnlyItem(XmlElementReader query, out XmlElementReader item)
    {
        item = default;
        var count = 0;
        foreach (var child in query.Children)
        {
            if (!child.Is("item"u8, Namespaces.Roster)) return false;

            item = child;
            count++;
        }

        return count == 1;
    }

    private static bool TryReadName(XmlElementReader item, ModuleLimits limits, out string? name, ref StanzaError error)
    {
        var value = item.Attribute("name"u8);
        name = value.IsPresent && !value.IsEmpty ? value.ToString() : null;
        if (value.Raw.Length <= limits.RosterNameBytes) return true;

        error = StanzaError.NotAcceptable.Because("The name is too long.");
        return false;
    }

    private static bool TryReadGroups(
        XmlElementReader item, ModuleLimits limits, out IReadOnlyList<string> groups, ref StanzaError error)
    {
        var list = new List<string>();
        groups = list;
        foreach (var child in item.Children)
        {
            if (!child.Is("group"u8, Namespaces.Roster)) continue;

            if (child.Text.IsEmpty || child.Text.Raw.Length > limits.RosterNameBytes || list.Count == limits.RosterGroupsPerItem)
            {
                error = StanzaError.NotAcceptable.Because("A group is empty or too long, or there are too many.");
                return false;
            }

            var group = child.Text.ToString();
            if (list.Contains(group))
            {
                error = StanzaError.BadRequest.Because("A group is named twice.");
                return false;
            }

            list.Add(group);
        }

        return true;
    }
}
