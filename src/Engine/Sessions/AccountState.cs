using Meerkat.Engine.Blocking;
using Meerkat.Engine.Net;
using Meerkat.Engine.Rosters;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// What the sessions of one account share while at least one is bound: the cached roster, whom it blocks, how fast they may
/// send, and the turn at delivering offline messages. Any thread.
/// </summary>
public sealed class AccountState
{
    private const int Idle = 0;
    private const int Delivering = 1;
    private const int DeliverAgain = 2;

    private Roster? _roster;
    private Blocklist? _blocklist;
    private Shaper[] _shapers = [];
    private int _rosterGeneration;
    private int _offlineDelivery = Idle;

    /// <summary>The roster if it has been loaded and not changed since; else null: load it.</summary>
    // Pairs with TryCacheRoster and InvalidateRoster.
    public Roster? CachedRoster => Volatile.Read(ref _roster);

    /// <summary>Whom the account blocks; null: nobody. Known before any of its sessions can be found.</summary>
    // Written by the BlocklistService; read by anyone for every stanza.
    public Blocklist? Blocklist
    {
        get => Volatile.Read(ref _blocklist);
        internal set => Volatile.Write(ref _blocklist, value);
    }

    /// <summary>Read before loading the roster, and passed to <see cref="TryCacheRoster"/> after it.</summary>
    public int RosterGeneration => Volatile.Read(ref _rosterGeneration);

    /// <summary>Keeps a loaded roster, unless it was invalidated after the load began.</summary>
    public void TryCacheRoster(Roster roster, int generation)
    {
        Volatile.Write(ref _roster, roster);
        // A change between the load and this write must win: it raises the generation first and clears the roster second,
        // so either it clears what was just written or its new generation is seen here.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _rosterGeneration) != generation) Interlocked.CompareExchange(ref _roster, null, roster);
    }

    /// <summary>The stored roster has changed.</summary>
    public void InvalidateRoster()
    {
        Interlocked.Increment(ref _rosterGeneration);
        Interlocked.Exchange(ref _roster, null);
    }

    /// <summary>The shaper of this rate that the sessions of the account share.</summary>
    public Shaper ShaperOf(ShaperRate rate)
    {
        while (true)
        {
            var shapers = Volatile.Read(ref _shapers);
            if (Array.Find(shapers, shaper => shaper.Rate == rate) is { } known) return known;

            var made = new Shaper(rate);
            if (Interlocked.CompareExchange(ref _shapers, [.. shapers, made], shapers) == shapers) return made;
        }
    }

    /// <summary>True for the one session that may now read and deliver the offline messages. Who is refused has left word
    /// that there is more: see <see cref="TryEndOfflineDelivery"/>.</summary>
    public bool TryBeginOfflineDelivery()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref _offlineDelivery, Delivering, Idle) == Idle) return true;
            if (Interlocked.CompareExchange(ref _offlineDelivery, DeliverAgain, Delivering) != Idle) return false;
        }
    }

    /// <summary>False if a message may have been stored meanwhile: look again.</summary>
    public bool TryEndOfflineDelivery()
    {
        if (Interlocked.CompareExchange(ref _offlineDelivery, Idle, Delivering) == Delivering) return true;

        Volatile.Write(ref _offlineDelivery, Delivering);
        return false;
    }

    /// <summary>The delivering session cannot go on: whatever is left waits for the next that becomes available.</summary>
    public void AbandonOfflineDelivery() => Volatile.Write(ref _offlineDelivery, Idle);
}
