using Meerkat.Engine.Net;
using Meerkat.Engine.Sessions;

namespace Meerkat.Engine.Modules;

/// <summary>Told of the life of sessions, also of the end of some that were bound before its module came. Called on the session's turn
/// unless stated; must not block.</summary>
public interface ISessionObserver
{
    /// <summary>The resource is bound; the client has been told.</summary>
    void OnBound(Turn turn, Session session)
    {
    }

    /// <summary>
    /// The session is over and out of the table; any thread, exactly once. A client that binds the same resource waits for
    /// this task.
    /// </summary>
    ValueTask OnEndedAsync(Session session) => ValueTask.CompletedTask;

    /// <summary>
    /// The module was taken from the host while the session lasts: forget what is kept of it, whose end will not be told. Any
    /// thread, perhaps more than once.
    /// </summary>
    void OnWithdrawn(Session session)
    {
    }
}
