namespace Meerkat.Storage.Sqlite;

/// <summary>
/// The schema as the list of changes that lead to it. Entry n (from 0) leads from version n to n + 1. Entries are never
/// changed once released, only added. Immutable; any thread.
/// </summary>
internal static class SqliteMigrations
{
    public static IReadOnlyList<string> All { get; } = [Version1, Version2, Version3, Version4];

    // Text compares by its UTF-8 bytes (BINARY collation): JIDs are prepared, so equality is by bytes.
    // AUTOINCREMENT: an id must not come back when the newest row was deleted. A reader may still be about to remove
    // "all up to this id".
    private const string Version1 = """
        CREATE TABLE meta (
            key   TEXT PRIMARY KEY,
            value ANY NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Where the roster versions of new accounts start: above those of all removed accounts.
        INSERT INTO meta VALUES ('first_roster_version', 0);

        CREATE TABLE account (
            id                     INTEGER PRIMARY KEY AUTOINCREMENT,
            domain                 TEXT NOT NULL,
            localpart              TEXT NOT NULL,
            roster_version         INTEGER NOT NULL,
            roster_removal_version INTEGER NOT NULL,
            UNIQUE (domain, localpart)
        ) STRICT;

        CREATE TABLE scram_key (
            account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            hash       INTEGER NOT NULL, -- bits: 1 is SHA-1, 256 SHA-256, 512 SHA-512
            salt       BLOB NOT NULL,
            iterations INTEGER NOT NULL,
            stored_key BLOB NOT NULL,
            server_key BLOB NOT NULL,
            PRIMARY KEY (account_id, hash)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE roster_item (
            account_id      INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            contact         TEXT NOT NULL,
            name            TEXT,
            subscription    INTEGER NOT NULL, -- 0 none, 1 to, 2 from, 3 both
            is_pending_out  INTEGER NOT NULL,
            is_pending_in   INTEGER NOT NULL,
            is_pre_approved INTEGER NOT NULL,
            is_in_roster    INTEGER NOT NULL,
            request         BLOB,
            version         INTEGER NOT NULL,
            PRIMARY KEY (account_id, contact)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE roster_group (
            account_id INTEGER NOT NULL,
            contact    TEXT NOT NULL,
            position   INTEGER NOT NULL,
            name       TEXT NOT NULL,
            PRIMARY KEY (account_id, contact, position),
            FOREIGN KEY (account_id, contact) REFERENCES roster_item ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE offline_message (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            stanza     BLOB NOT NULL
        ) STRICT;

        CREATE INDEX offline_message_by_account ON offline_message (account_id);

        CREATE TABLE user_xml (
            account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            key        TEXT NOT NULL,
            element    BLOB NOT NULL,
            PRIMARY KEY (account_id, key)
        ) STRICT;

        CREATE TABLE last_activity (
            account_id INTEGER PRIMARY KEY REFERENCES account ON DELETE CASCADE,
            at_ms      INTEGER NOT NULL, -- Unix time
            status     TEXT NOT NULL
        ) STRICT;
        """;

    private const string Version2 = """
        CREATE TABLE push_registration (
            account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            service    TEXT NOT NULL,
            node       TEXT NOT NULL,
            options    BLOB NOT NULL, -- a form, as a whole element; empty: none
            PRIMARY KEY (account_id, service, node)
        ) STRICT, WITHOUT ROWID;
        """;

    // When each message was kept. Those that are there already count as kept now.
    private const string Version3 = """
        ALTER TABLE offline_message ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0; -- Unix time
        UPDATE offline_message SET at_ms = unixepoch() * 1000;
        """;

    private const string Version4 = """
        CREATE TABLE blocked_jid (
            account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
            jid        TEXT NOT NULL,
            PRIMARY KEY (account_id, jid)
        ) STRICT, WITHOUT ROWID;
        """;
}
