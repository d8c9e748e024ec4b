using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Modules;

/// <summary>Told of messages that were stored since nobody could receive them. Called concurrently.</summary>
public interface IOfflineObserver
{
    /// <summary>The message is in the store. Its sender waits until the task completes, which never fails; the message is
    /// borrowed until then.</summary>
    ValueTask OnStoredAsync(Jid account, OwnedStanza message);
}
