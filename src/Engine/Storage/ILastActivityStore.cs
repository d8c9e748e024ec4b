using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Storage;

/// <summary>When each account was last seen, and the status it left with (XEP-0012 §4). Any thread.</summary>
public interface ILastActivityStore
{
    ValueTask<LastActivity?> FindAsync(Jid account);

    ValueTask SetAsync(Jid account, LastActivity activity);
}

/// <summary>The time of the last unavailable presence, and its status text.</summary>
public sealed record LastActivity(DateTimeOffset At, string Status);
