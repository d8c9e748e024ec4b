using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// Bare JID to <see cref="UserEntry"/>, lock-free. A slot holds the first of a list of immutable entries: readers do one
/// volatile read and follow it; writers make the entries in front of a change anew and compare-and-swap the slot, and try again when
/// they lose. No tombstones, and a slot that is back at an entry is back at all that is behind it. Any thread.
/// </summary>
public sealed class SessionTable
{
    private const int ShardCount = 16;

    private readonly UserEntry?[] _slots;
    private readonly int _slotShift;
    private readonly PaddedCount[] _sessionCounts = new PaddedCount[ShardCount];
    private readonly PaddedCount[] _userCounts = new PaddedCount[ShardCount];
    private readonly BareJidHash _hash = new();

    /// <summary>
    /// The slots are laid out once for about <paramref name="expectedUsers"/>; more only lengthen the lists. Eight bytes
    /// each, so that the default of 32 Ki slots is 256 KiB.
    /// </summary>
    public SessionTable(int expectedUsers = 32 * 1024)
    {
        var slotCount = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(expectedUsers, 1024, 1 << 22));
        _slots = new UserEntry?[slotCount];
        _slotShift = 32 - BitOperations.Log2((uint)slotCount);
    }

    /// <summary>Bound sessions. Exact when nothing changes, else of a moment close by.</summary>
    public long SessionCount => Sum(_sessionCounts);

    /// <summary>Accounts with at least one session.</summary>
    public long UserCount => Sum(_userCounts);

    /// <summary>The entry of a bare JID in prepared form, or null. Allocates nothing.</summary>
    public UserEntry? Find(ReadOnlySpan<byte> bareJid)
    {
        var hash = _hash.Of(bareJid);
        return Find(Volatile.Read(ref _slots[hash >> _slotShift]), hash, bareJid);
    }

    /// <summary>
    /// Adds a session; one of the same resource is replaced, and without one, the oldest session makes room when the
    /// account has <paramref name="maxSessions"/> already. Returns the session that is out now, to be ended by the caller.
    /// </summary>
    /// <param name="session">Not in the table yet.</param>
    /// <param name="maxSessions">Of one account.</param>
    /// <param name="state">What the account's sessions share if none is bound; null: nothing yet.</param>
    public Session? Bind(Session session, int maxSessions, AccountState? state = null)
    {
        var bare = session.Jid.BareUtf8;
        var hash = _hash.Of(bare);
        ref var slot = ref _slots[hash >> _slotShift];
        state ??= new AccountState();
        while (true)
        {
            var first = Volatile.Read(ref slot);
            var old = Find(first, hash, bare);
            var displaced = old is null ? null : Displaced(old, session, maxSessions);
            var entry = old is null
                ? new UserEntry(bare.ToArray(), hash, state, [session], first)
                : old.With(Without(old.Sessions, displaced).Add(session), Without(first, old));
            session.Account = entry.State;
            if (!TrySwap(ref slot, first, entry)) continue;

            if (old is null) Count(_userCounts, hash, 1);
            if (displaced is null) Count(_sessionCounts, hash, 1);
            return displaced;
        }
    }

    /// <summary>The session that <see cref="Bind"/> would displace now, or null.</summary>
    public Session? InTheWayOf(Session session, int maxSessions) =>
        Find(session.Jid.BareUtf8) is { } entry ? Displaced(entry, session, maxSessions) : null;

    /// <summary>Removes this very session; false if it is not there any more.</summary>
    public bool Unbind(Session session)
    {
        var bare = session.Jid.BareUtf8;
        var hash = _hash.Of(bare);
        ref var slot = ref _slots[hash >> _slotShift];
        while (true)
        {
            var first = Volatile.Read(ref slot);
            var old = Find(first, hash, bare);
            if (old is null || !old.Sessions.Contains(session)) return false;

            var sessions = old.Sessions.Remove(session);
            var others = Without(first, old);
            if (!TrySwap(ref slot, first, sessions.IsEmpty ? others : old.With(sessions, others))) continue;

            if (sessions.IsEmpty) Count(_userCounts, hash, -1);
            Count(_sessionCounts, hash, -1);
            return true;
        }
    }

    /// <summary>Visits every entry of a moment close by; for the operator's lists, not for routing.</summary>
    public IEnumerable<UserEntry> Entries()
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            for (var entry = Volatile.Read(ref _slots[i]); entry is not null; entry = entry.Next) yield return entry;
        }
    }

    private static UserEntry? Find(UserEntry? entry, uint hash, ReadOnlySpan<byte> bareJid)
    {
        while (entry is not null && !(entry.Hash == hash && entry.AccountUtf8.SequenceEqual(bareJid))) entry = entry.Next;
        return entry;
    }

    private static Session? Displaced(UserEntry entry, Session session, int maxSessions)
    {
        if (entry.Find(session.Jid.Resource) is { } sameResource) return sameResource;

        return entry.Sessions.Length >= maxSessions ? entry.Sessions[0] : null;
    }

    private static ImmutableArray<Session> Without(ImmutableArray<Session> sessions, Session? displaced) =>
        displaced is null ? sessions : sessions.Remove(displaced);

    /// <summary>A slot's entries without this one of them: those in front of it are made anew.</summary>
    private static UserEntry? Without(UserEntry? first, UserEntry entry)
    {
        var rest = entry.Next;
        for (var other = first; other != entry; other = other!.Next) rest = other!.Before(rest);
        return rest;
    }

    // Pairs with the Volatile.Read of the slot in Find: a reader that sees the new entry sees its fields.
    private static bool TrySwap(ref UserEntry? slot, UserEntry? seen, UserEntry? replacement) =>
        ReferenceEquals(Interlocked.CompareExchange(ref slot, replacement, seen), seen);

    private static void Count(PaddedCount[] counts, uint hash, int change) =>
        Interlocked.Add(ref counts[hash >> 28].Value, change);

    private static long Sum(PaddedCount[] counts)
    {
        long sum = 0;
        for (var i = 0; i < counts.Length; i++) sum += Volatile.Read(ref counts[i].Value);
        return sum;
    }

    /// <summary>A counter on a cache line of its own, so that shards do not slow each other.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct PaddedCount
    {
        [FieldOffset(0)]
        public long Value;
    }
}
