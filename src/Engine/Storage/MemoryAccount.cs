using Meerkat.Engine.Rosters;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>All that the memory stores keep for one account. Touched only under <see cref="MemoryTable.Gate"/>.</summary>
internal sealed class MemoryAccount(Credentials credentials, long firstRosterVersion)
{
    public Credentials Credentials { get; set; } = credentials;

    public long RosterVersion { get; set; } = firstRosterVersion;

    public long RosterRemovalVersion { get; set; } = firstRosterVersion;

    public Dictionary<Jid, RosterItem> Roster { get; } = [];

    /// <summary>In the order of their ids.</summary>
    public List<(OfflineMessage Message, DateTimeOffset At)> Offline { get; } = [];

    public Dictionary<string, byte[]> UserXml { get; } = [];

    public LastActivity? LastActivity { get; set; }

    public Dictionary<(Jid Service, string Node), PushRegistration> Push { get; } = [];

    public HashSet<Jid> Blocked { get; } = [];
}
