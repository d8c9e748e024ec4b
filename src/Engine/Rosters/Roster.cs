using System.Collections.Frozen;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Rosters;

/// <summary>A user's whole roster at one version. Immutable.</summary>
public sealed class Roster(long version, IReadOnlyList<RosterItem> items)
{
    public static Roster Empty { get; } = new(0, []);

    private readonly FrozenDictionary<Jid, RosterItem> _byContact = items.ToFrozenDictionary(item => item.Contact);

    public long Version { get; } = version;

    public IReadOnlyList<RosterItem> Items { get; } = items;

    public RosterItem? Find(Jid contact) => _byContact.GetValueOrDefault(contact);
}
