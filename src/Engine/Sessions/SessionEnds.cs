using Meerkat.Engine.Net;
using Meerkat.Engine.Streams;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// Does what the end of a session asks for, once, whoever finds out first: out of the table, contacts told, messages that
/// did not reach the client routed again. Any thread.
/// </summary>
public sealed class SessionEnds(SessionTable sessions, UnsentMessages unsentMessages, ILogger<SessionEnds> logger)
{
    private int _underWay;

    /// <summary>Ends that are not dealt with yet: a shutdown waits for them before it closes the store.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>The session's connection is gone, with these bytes not taken by the kernel.</summary>
    public void End(Turn turn, Session session, CloseReason reason, UnsentBytes unsent)
    {
        StreamLog.Ended(logger, session.Jid, reason);
        _ = EndAsync(session);
        if (!unsent.IsEmpty) unsentMessages.RouteAgain(turn, session, unsent);
    }

    /// <summary>Completes when the end has been dealt with, by this caller or another.</summary>
    public Task EndAsync(Session session)
    {
        if (session.TryBeginEnd() is not { } end) return session.Ended!;

        sessions.Unbind(session);
        Interlocked.Increment(ref _underWay);
        _ = NotifyAsync(session, end);
        return end.Task;
    }

    private async Task NotifyAsync(Session session, TaskCompletionSource end)
    {
        foreach (var observer in session.Host.SessionObservers)
        {
            try
            {
                await observer.OnEndedAsync(session).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                StreamLog.EndFailed(logger, exception, session.Jid);
            }
        }

        end.SetResult();
        Interlocked.Decrement(ref _underWay);
    }
}
