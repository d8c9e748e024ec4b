using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>
/// When each account was last seen, and the status it left with (XEP-0012 §4). Any thread; writes are durable when the
/// task completes.
/// </summary>
public interface ILastActivityStore
{
    /// <summary>Null if the account was never seen, or does not exist.</summary>
    ValueTask<LastActivity?> FindAsync(Jid account);

    /// <summary>Replaces what was known; kept to the millisecond. Nothing happens if there is no such account.</summary>
    ValueTask SetAsync(Jid account, LastActivity activity);
}

/// <summary>The time of the last unavailable presence, and its status text.</summary>
public sealed record LastActivity(DateTimeOffset At, string Status);
