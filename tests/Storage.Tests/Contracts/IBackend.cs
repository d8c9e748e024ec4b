using Meerkat.Engine.Storage;

namespace Meerkat.Storage.Tests.Contracts;

/// <summary>Makes the stores that a contract is tested on; disposing removes what they left behind.</summary>
public interface IBackend : IDisposable
{
    Task<IStores> OpenAsync();
}
