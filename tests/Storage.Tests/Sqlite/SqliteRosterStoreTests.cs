using Meerkat.Storage.Tests.Contracts;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteRosterStoreTests : RosterStoreContract<SqliteBackend>;
