using Meerkat.Storage.Tests.Contracts;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteAccountStoreTests : AccountStoreContract<SqliteBackend>;
