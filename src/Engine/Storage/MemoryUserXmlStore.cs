using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Users' XML elements in memory. Owned by <see cref="MemoryStores"/>; any thread.</summary>
internal sealed class MemoryUserXmlStore(MemoryTable table) : IUserXmlStore
{
    public ValueTask<byte[]?> GetAsync(Jid account, string key)
    {
        lock (table.Gate) return new(table.FindLocked(account)?.UserXml.GetValueOrDefault(key));
    }

    public ValueTask<bool> SetAsync(Jid account, string key, ReadOnlyMemory<byte> element, int maxKeys)
    {
        lock (table.Gate)
        {
            if (table.FindLocked(account) is not { } found) return new(false);
            int otherKeys = found.UserXml.Count - (found.UserXml.ContainsKey(key) ? 1 : 0);
            if (otherKeys >= maxKeys) return new(false);

            found.UserXml[key] = element.ToArray();
            return new(true);
        }
    }
}
