using System.Collections.Frozen;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Rosters;

/// <summary>A user's whole roster at one version. Immutable.</summary>
public sealed class Roster(long version, IReadOnlyList<RosterItem> items, long removalVersion = 0)
{
    public static Roster Empty { get; } = new(0, []);

    private readonly FrozenDictionary<Jid, RosterItem> _byContact = items.ToFrozenDictionary(item => item.Contact);

    public long Version { get; } = version;

    /// <summary>
    /// The version of the latest removal of an item that the user saw. A client that has this version or a later one is
    /// brought up to date by the items changed since (RFC 6121 §2.6.3); an older one needs the whole roster, for removed
    /// items are not remembered.
    /// </summary>
    public long RemovalVersion { get; } = removalVersion;

    public IReadOnlyList<RosterItem> Items { get; } = items;

    public RosterItem? Find(Jid contact) => _byContact.GetValueOrDefault(contact);
}
