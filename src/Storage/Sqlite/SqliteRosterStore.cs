using System.Diagnostics;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Storage.Sqlite;

/// <summary>Rosters in SQLite. Owned by <see cref="SqliteStores"/>; any thread.</summary>
internal sealed class SqliteRosterStore(SqliteWorker worker) : IRosterStore
{
    public ValueTask<Roster> LoadAsync(Jid account) => worker.ReadAsync(database => Load(database, account));

    public ValueTask<RosterChange> UpdateAsync(
        Jid account, Jid contact, Func<RosterItem?, RosterItem?> transition, int maxItems) =>
        worker.WriteAsync(database => database.FindAccount(account) is { } id
            ? Update(new SqliteRosterRows(database, id), contact, transition, maxItems)
            : new RosterChange(null, null, 0, RosterUpdateStatus.NoSuchAccount));

    private static Roster Load(SqliteDatabase database, Jid account)
    {
        if (database.FindAccount(account) is not { } id) return Roster.Empty;
        var rows = new SqliteRosterRows(database, id);
        (long version, long removalVersion) = rows.ReadVersions();
        return new Roster(version, rows.ReadItems(), removalVersion);
    }

    private static RosterChange Update(
        SqliteRosterRows rows, Jid contact, Func<RosterItem?, RosterItem?> transition, int maxItems)
    {
        (long version, long removalVersion) = rows.ReadVersions();
        RosterItem? before = rows.FindItem(contact);
        RosterItem? after = transition(before);
        Debug.Assert(after is null || after.Contact.Equals(contact));
        if (ReferenceEquals(before, after)) return new(before, after, version, RosterUpdateStatus.Done);
        if (before is null && rows.CountItems() >= maxItems) return new(null, null, version, RosterUpdateStatus.RosterFull);

        version++;
        after = after is null ? null : after with { Version = version };
        if (before is not null) rows.DeleteItem(contact);
        if (after is not null) rows.InsertItem(after);
        rows.WriteVersions(version, RosterChange.IsRemoval(before, after) ? version : removalVersion);
        return new(before, after, version, RosterUpdateStatus.Done);
    }
}
