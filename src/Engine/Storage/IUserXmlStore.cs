using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>
/// XML elements that users keep on the server, one per key: private storage by the element's name and namespace
/// (XEP-0049), the vCard (XEP-0054). Any thread; writes are durable when the task completes.
/// </summary>
public interface IUserXmlStore
{
    /// <summary>Null if there is nothing under this key.</summary>
    ValueTask<byte[]?> GetAsync(Jid account, string key);

    /// <summary>Keeps a copy of <paramref name="element"/>, made before the call returns. False if the account has
    /// <paramref name="maxKeys"/> other keys already, or does not exist.</summary>
    ValueTask<bool> SetAsync(Jid account, string key, ReadOnlyMemory<byte> element, int maxKeys);
}
