using Meerkat.Engine.Storage;
using Meerkat.Storage.Tests.Contracts;

namespace Meerkat.Storage.Tests.Sqlite;

public sealed class SqliteBackend : IBackend
{
    private readonly TemporaryDirectory _directory = new();

    public async Task<IStores> OpenAsync() => await _directory.OpenAsync();

    public void Dispose() => _directory.Dispose();
}
