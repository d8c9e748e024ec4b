using Meerkat.Engine.Net;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Rosters;

/// <summary>
/// Rosters as the engine uses them: cached while their account has sessions, and pushed to the sessions that asked for
/// them when they change (RFC 6121 §2.1.6). One per process; any thread.
/// </summary>
public sealed class RosterService(IRosterStore store, SessionTable sessions, TurnPool turns, int maxItems)
{
    private long _lastPush;

    /// <summary>The cached roster, or null if it must be loaded.</summary>
    public Roster? Cached(ReadOnlySpan<byte> account) => sessions.Find(account)?.State.CachedRoster;

    public ValueTask<Roster> GetAsync(Jid account)
    {
        var state = sessions.Find(account.Utf8)?.State;
        if (state is null) return store.LoadAsync(account);

        return state.CachedRoster is { } cached ? ValueTask.FromResult(cached) : LoadAsync(account, state);
    }

    /// <summary>Changes one item. The caller decides whether that is pushed.</summary>
    public async ValueTask<RosterChange> UpdateAsync(Jid account, Jid contact, Func<RosterItem?, RosterItem?> transition)
    {
        var change = await store.UpdateAsync(account, contact, transition, maxItems).ConfigureAwait(false);
        if (!ReferenceEquals(change.Before, change.After)) sessions.Find(account.Utf8)?.State.InvalidateRoster();
        return change;
    }

    /// <summary>Tells the sessions that asked for the roster what has become of one item (RFC 6121 §2.1.6).</summary>
    public void Push(Jid account, Jid contact, RosterChange change)
    {
        if (sessions.Find(account.Utf8) is not { } entry) return;

        var turn = turns.Begin();
        foreach (var session in entry.Sessions)
        {
            if (session.IsInterested) Push(turn, session, contact, change);
        }

        turn.End();
    }

    private async ValueTask<Roster> LoadAsync(Jid account, AccountState state)
    {
        var generation = state.RosterGeneration;
        var roster = await store.LoadAsync(account).ConfigureAwait(false);
        state.TryCacheRoster(roster, generation);
        return roster;
    }

    private static bool IsVisible(RosterItem? item) => item is { IsInRoster: true };

    private void Push(Turn turn, Session session, Jid contact, RosterChange change)
    {
        turn.Scratch.Clear();
        var writer = new XmlWriter(turn.Scratch);
        writer.Start("iq"u8);
        writer.Attribute("type"u8, "set"u8);
        writer.Attribute("id"u8, "push" + Interlocked.Increment(ref _lastPush).ToString("x", null));
        writer.Attribute("to"u8, session.Jid.Utf8);
        RosterWriter.StartQuery(ref writer, change.Version);
        if (IsVisible(change.After)) RosterWriter.WriteItem(ref writer, change.After!);
        else RosterWriter.WriteRemoved(ref writer, contact);
        writer.End("query"u8);
        writer.End("iq"u8);
        session.Deliver(turn, turn.Scratch.WrittenSpan);
    }
}
