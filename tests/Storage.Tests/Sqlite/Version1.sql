-- A file as version 1 of the schema left it. Never changed: files like this are out there.
PRAGMA journal_mode = WAL;
PRAGMA application_id = 1299344244;
PRAGMA user_version = 1;

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

INSERT INTO meta VALUES ('server_secret', zeroblob(32));
INSERT INTO account VALUES (1, 'capulet.example', 'juliet', 7, 5);
INSERT INTO scram_key VALUES (1, 1, x'0102030405060708090A0B0C0D0E0F10', 4097, x'333435363738393A3B3C3D3E3F40414243444546', x'65666768696A6B6C6D6E6F707172737475767778');
INSERT INTO scram_key VALUES (1, 256, x'02030405060708090A0B0C0D0E0F1011', 4098, x'3435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F50515253', x'666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485');
INSERT INTO scram_key VALUES (1, 512, x'030405060708090A0B0C0D0E0F101112', 4099, x'35363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F7071727374', x'6768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6');
INSERT INTO roster_item VALUES (1, 'romeo@montague.example', 'Romeo', 3, 0, 1, 0, 1, CAST('<presence/>' AS BLOB), 7);
INSERT INTO roster_group VALUES (1, 'romeo@montague.example', 0, 'Lovers');
INSERT INTO roster_group VALUES (1, 'romeo@montague.example', 1, 'Banished');
INSERT INTO offline_message VALUES (3, 1, CAST('<message/>' AS BLOB));
INSERT INTO offline_message VALUES (4, 1, CAST('<message/>' AS BLOB));
INSERT INTO user_xml VALUES (1, 'vcard', CAST('<vCard/>' AS BLOB));
INSERT INTO last_activity VALUES (1, 1700000000123, 'bye');
