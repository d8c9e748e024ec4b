#if DEBUG
using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <content>Debug builds know which thread runs the turn.</content>
public sealed partial class Connection
{
    private int _turnThread;

    partial void EnterOwnTurn()
    {
        int before = Interlocked.Exchange(ref _turnThread, Environment.CurrentManagedThreadId);
        Debug.Assert(before == 0, "a connection has one turn at a time");
    }

    partial void LeaveOwnTurn() => Volatile.Write(ref _turnThread, 0);

    partial void AssertOwnTurn() =>
        Debug.Assert(_turnThread == Environment.CurrentManagedThreadId, "only on the connection's own turn");
}
#endif
