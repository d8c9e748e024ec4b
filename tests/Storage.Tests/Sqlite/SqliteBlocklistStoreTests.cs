using Meerkat.Storage.Tests.Contracts;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteBlocklistStoreTests : BlocklistStoreContract<SqliteBackend>;
