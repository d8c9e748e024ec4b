using Meerkat.Engine.Storage;
using Meerkat.Storage.Tests.Contracts;

namespace Meerkat.Storage.Tests.Memory;

public sealed class MemoryBackend : IBackend
{
    public Task<IStores> OpenAsync() => Task.FromResult<IStores>(new MemoryStores());

    public void Dispose()
    {
    }
}
