using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>
/// Where users want to be told of messages they have not received (XEP-0357), by account. Any thread; writes are durable
/// when the task completes.
/// </summary>
public interface IPushStore
{
    /// <summary>Keeps the registration, in place of one with the same service and node, unless the account has
    /// <paramref name="maxRegistrations"/> others already.</summary>
    ValueTask<PushEnableStatus> EnableAsync(Jid account, PushRegistration registration, int maxRegistrations);

    /// <summary>Forgets the registration of a node, or with <paramref name="node"/> null all of the service.</summary>
    ValueTask DisableAsync(Jid account, Jid service, string? node);

    /// <summary>In no particular order.</summary>
    ValueTask<IReadOnlyList<PushRegistration>> ListAsync(Jid account);
}

/// <summary>Whether a registration for push notifications was kept.</summary>
public enum PushEnableStatus : byte
{
    Enabled,
    NoSuchAccount,
    Full,
}
