using Meerkat.Engine.Rosters;
using Meerkat.Engine.Sessions;
using Xunit;

namespace Meerkat.Engine.Tests.Sessions;

public sealed class AccountStateTests
{
    private readonly AccountState _state = new();
    private readonly Roster _roster = new(1, []);

    [Fact]
    public void Loaded_roster_is_kept_until_it_changes()
    {
        _state.TryCacheRoster(_roster, _state.RosterGeneration);
        Assert.Same(_roster, _state.CachedRoster);

        _state.InvalidateRoster();
        Assert.Null(_state.CachedRoster);
    }

    [Fact]
    public void Roster_that_changed_after_its_load_began_is_not_kept()
    {
        var generation = _state.RosterGeneration;
        _state.InvalidateRoster();

        _state.TryCacheRoster(_roster, generation);

        Assert.Null(_state.CachedRoster);
    }

    [Fact]
    public void Stale_roster_never_stays_cached_when_loads_and_changes_meet()
    {
        long version = 0;
        var isOver = false;
        var loader = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                var generation = _state.RosterGeneration;
                _state.TryCacheRoster(new Roster(Interlocked.Read(ref version), []), generation);
            }
        });
        loader.Start();

        for (var i = 0; i < 20_000; i++)
        {
            // As the roster service does it: the store first, then the cache.
            var stored = Interlocked.Increment(ref version);
            _state.InvalidateRoster();
            var isStale = _state.CachedRoster is { } cached && cached.Version < stored && IsStillCached(cached);
            if (!isStale) continue;

            Volatile.Write(ref isOver, true);
            Assert.Fail($"Version {stored} was stored, an older one stays cached.");
        }

        Volatile.Write(ref isOver, true);
        loader.Join();
    }

    [Fact]
    public void Offline_delivery_has_one_turn_and_looks_again_when_somebody_was_refused()
    {
        Assert.True(_state.TryBeginOfflineDelivery());
        Assert.False(_state.TryBeginOfflineDelivery());
        Assert.False(_state.TryBeginOfflineDelivery());

        Assert.False(_state.TryEndOfflineDelivery());
        Assert.True(_state.TryEndOfflineDelivery());
        Assert.True(_state.TryBeginOfflineDelivery());
    }

    [Fact]
    public void Offline_delivery_that_is_abandoned_may_be_begun_by_another()
    {
        Assert.True(_state.TryBeginOfflineDelivery());
        Assert.False(_state.TryBeginOfflineDelivery());

        _state.AbandonOfflineDelivery();

        Assert.True(_state.TryBeginOfflineDelivery());
        Assert.True(_state.TryEndOfflineDelivery());
    }

    // A loader may have written an old roster and be about to take it back: that is no fault, unless it stays.
    private bool IsStillCached(Roster roster)
    {
        var patience = new SpinWait();
        for (var i = 0; i < 1000; i++)
        {
            if (!ReferenceEquals(_state.CachedRoster, roster)) return false;

            patience.SpinOnce();
        }

        return true;
    }
}
