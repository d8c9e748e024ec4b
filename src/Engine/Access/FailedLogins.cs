using System.Net;
using System.Runtime.InteropServices;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Access;

/// <summary>
/// Counts failed logins by address, an IPv6 /64 being one, and locks out for a while where there are too many. Remembers a
/// bounded number of addresses. One per process; any thread: the lock is a leaf, and taken for logins only.
/// </summary>
public sealed class FailedLogins(FailedLoginLimits limits, AccessControl access, Clock clock) : IHeartbeatTask
{
    // At some 50 bytes each 3 MiB. Those that do not fit are not counted until others are forgotten: who has that many
    // addresses guesses as fast from new ones.
    private const int MaxAddresses = 64 * 1024;

    private const long PruneEveryMs = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<AddressKey, Record> _records = [];
    private readonly List<AddressKey> _over = [];
    private long _nextPruneMs;
    private int _lockedOut;

    public FailedLoginLimits Limits => limits;

    /// <summary>Addresses that are locked out now, or were until a second ago.</summary>
    public int LockedOutCount => Volatile.Read(ref _lockedOut);

    /// <summary>True if nobody may log in from there now.</summary>
    public bool IsLockedOut(IPAddress address)
    {
        lock (_gate)
            return _records.TryGetValue(AddressKey.Of(address), out var record) && record.IsLockedOut && clock.NowMs < record.UntilMs;
    }

    /// <summary>Counts a failure. True if it is the one that locks the address out.</summary>
    public bool Add(IPAddress address)
    {
        var most = access.MaxFailedLoginsFrom(address, limits.MaxPerAddress);
        if (most == 0) return false;

        lock (_gate)
            return AddLocked(AddressKey.Of(address), most);
    }

    /// <summary>Forgets addresses whose time is over, once a second. Heartbeat thread.</summary>
    public void OnTick(Turn turn)
    {
        lock (_gate)
        {
            if (_records.Count > 0 && turn.NowMs >= _nextPruneMs) PruneLocked(turn.NowMs);
        }
    }

    private bool AddLocked(AddressKey key, int most)
    {
        var nowMs = clock.NowMs;
        if (_records.Count >= MaxAddresses && !_records.ContainsKey(key)) return false;

        ref var record = ref CollectionsMarshal.GetValueRefOrAddDefault(_records, key, out var isKnown);
        if (!isKnown || nowMs >= record.UntilMs)
        {
            if (record.IsLockedOut) _lockedOut--;
            record = new Record { UntilMs = nowMs + (long)limits.Window.TotalMilliseconds };
        }

        // Attempts that were under way when it was locked out.
        if (record.IsLockedOut || ++record.Failures < most) return false;

        record.IsLockedOut = true;
        record.UntilMs = nowMs + (long)limits.Lockout.TotalMilliseconds;
        _lockedOut++;
        return true;
    }

    private void PruneLocked(long nowMs)
    {
        _nextPruneMs = nowMs + PruneEveryMs;
        foreach (var (key, record) in _records)
        {
            if (nowMs < record.UntilMs) continue;

            _over.Add(key);
            if (record.IsLockedOut) _lockedOut--;
        }

        foreach (var key in _over) _records.Remove(key);
        _over.Clear();
    }

    // Mutable: lives in the table and is changed there, by reference.
    private struct Record
    {
        public int Failures;
        public bool IsLockedOut;

        // The end of the window, or of the lockout.
        public long UntilMs;
    }
}
