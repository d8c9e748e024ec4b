using Meerkat.Engine.Rosters;
using Meerkat.Parser.Jids;
using Microsoft.Data.Sqlite;

namespace Meerkat.Storage.Sqlite;

/// <summary>The rows of one account's roster, within one transaction. Made and used by the store's thread.</summary>
internal readonly struct SqliteRosterRows(SqliteDatabase database, long account)
{
    private const string Columns = """
        contact, name, subscription, is_pending_out, is_pending_in, is_pre_approved, is_in_roster, request, version
        """;

    public (long Version, long RemovalVersion) ReadVersions()
    {
        using SqliteDataReader row = database.Query(
            "SELECT roster_version, roster_removal_version FROM account WHERE id = ?1", account);
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    public void WriteVersions(long version, long removalVersion) => database.Execute(
        "UPDATE account SET roster_version = ?2, roster_removal_version = ?3 WHERE id = ?1",
        account, version, removalVersion);

    public long CountItems() =>
        database.ScalarInt64("SELECT count(*) FROM roster_item WHERE account_id = ?1", account);

    public List<RosterItem> ReadItems()
    {
        Dictionary<string, List<string>> groups = ReadGroups();
        List<RosterItem> items = [];
        using SqliteDataReader row = database.Query(
            $"SELECT {Columns} FROM roster_item WHERE account_id = ?1", account);
        while (row.Read()) items.Add(ReadItem(row, groups.GetValueOrDefault(row.GetString(0)) ?? []));
        return items;
    }

    public RosterItem? FindItem(Jid contact)
    {
        List<string> groups = ReadGroups(contact);
        using SqliteDataReader row = database.Query(
            $"SELECT {Columns} FROM roster_item WHERE account_id = ?1 AND contact = ?2", account, contact.ToString());
        return row.Read() ? ReadItem(row, groups) : null;
    }

    public void DeleteItem(Jid contact) => database.Execute(
        "DELETE FROM roster_item WHERE account_id = ?1 AND contact = ?2", account, contact.ToString());

    public void InsertItem(RosterItem item)
    {
        string contact = item.Contact.ToString();
        database.Execute(
            $"INSERT INTO roster_item (account_id, {Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            account, contact, item.Name, (int)item.Subscription, item.IsPendingOut, item.IsPendingIn, item.IsPreApproved,
            item.IsInRoster, item.Request, item.Version);
        for (int position = 0; position < item.Groups.Count; position++)
        {
            database.Execute(
                "INSERT INTO roster_group VALUES (?1, ?2, ?3, ?4)", account, contact, position, item.Groups[position]);
        }
    }

    private Dictionary<string, List<string>> ReadGroups()
    {
        Dictionary<string, List<string>> groups = [];
        using SqliteDataReader row = database.Query(
            "SELECT contact, name FROM roster_group WHERE account_id = ?1 ORDER BY contact, position", account);
        while (row.Read())
        {
            string contact = row.GetString(0);
            if (!groups.TryGetValue(contact, out List<string>? names)) groups.Add(contact, names = []);
            names.Add(row.GetString(1));
        }

        return groups;
    }

    private List<string> ReadGroups(Jid contact)
    {
        List<string> names = [];
        using SqliteDataReader row = database.Query(
            "SELECT name FROM roster_group WHERE account_id = ?1 AND contact = ?2 ORDER BY position",
            account, contact.ToString());
        while (row.Read()) names.Add(row.GetString(0));
        return names;
    }

    private RosterItem ReadItem(SqliteDataReader row, IReadOnlyList<string> groups) =>
        new(SqliteRows.ReadJid(database, row.GetString(0)))
        {
            Name = SqliteRows.ReadTextOrNull(row, 1),
            Groups = groups,
            Subscription = (Subscription)row.GetByte(2),
            IsPendingOut = row.GetBoolean(3),
            IsPendingIn = row.GetBoolean(4),
            IsPreApproved = row.GetBoolean(5),
            IsInRoster = row.GetBoolean(6),
            Request = SqliteRows.ReadBytesOrNull(row, 7),
            Version = row.GetInt64(8),
        };
}
