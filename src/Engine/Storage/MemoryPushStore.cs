using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>Registrations for push notifications in memory. Owned by <see cref="MemoryStores"/>; any thread.</summary>
internal sealed class MemoryPushStore(MemoryTable table) : IPushStore
{
    public ValueTask<PushEnableStatus> EnableAsync(Jid account, PushRegistration registration, int maxRegistrations)
    {
        var key = (registration.Service, registration.Node);
        lock (table.Gate)
        {
            if (table.FindLocked(account) is not { } found) return new(PushEnableStatus.NoSuchAccount);
            if (!found.Push.ContainsKey(key) && found.Push.Count >= maxRegistrations) return new(PushEnableStatus.Full);

            found.Push[key] = registration;
            return new(PushEnableStatus.Enabled);
        }
    }

    public ValueTask DisableAsync(Jid account, Jid service, string? node)
    {
        lock (table.Gate)
        {
            if (table.FindLocked(account) is not { } found) return ValueTask.CompletedTask;

            var disabled = found.Push.Keys.Where(key => key.Service.Equals(service) && (node is null || key.Node == node));
            foreach (var key in disabled.ToList()) found.Push.Remove(key);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<IReadOnlyList<PushRegistration>> ListAsync(Jid account)
    {
        lock (table.Gate) return new(table.FindLocked(account) is { } found ? [.. found.Push.Values] : []);
    }
}
