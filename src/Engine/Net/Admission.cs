using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Meerkat.Engine.Net;

/// <summary>
/// Decides who may connect, for all listeners of a node. Any thread; the lock is a leaf and taken a few times per
/// connection, never for its bytes.
/// </summary>
public sealed class Admission : IHeartbeatTask
{
    private readonly AdmissionOptions _options;
    private readonly ConnectionRate _rate;
    private readonly ConnectionRate _ratePerAddress;
    private readonly Clock _clock;
    private readonly Lock _gate = new();
    private readonly Dictionary<AddressKey, AddressEntry> _addresses = [];
    private readonly List<AddressKey> _idle = [];
    private TokenBucket _all;
    private int _connections;
    private long _nextPruneMs;

    public Admission(AdmissionOptions options, Clock clock)
    {
        _options = options;
        _clock = clock;
        _rate = ConnectionRate.Of(options.MaxConnectionRate, options.Burst);
        _ratePerAddress = ConnectionRate.Of(options.MaxConnectionRatePerAddress, options.Burst);
        _all = TokenBucket.Full(_rate, clock.NowMs);
    }

    private bool CountsAddresses => _options.MaxConnectionsPerAddress > 0 || _ratePerAddress.IsLimited;

    /// <summary>The most connections at once; 0: no limit.</summary>
    public int MaxConnections => _options.MaxConnections;

    public int Connections
    {
        get
        {
            lock (_gate)
                return _connections;
        }
    }

    /// <summary>Forgets addresses once a second. Heartbeat thread.</summary>
    public void OnTick(Turn turn)
    {
        lock (_gate)
        {
            if (_clock.NowMs >= _nextPruneMs)
                PruneLocked();
        }
    }

    /// <summary>Asked before a listener accepts: 0, or the milliseconds it has to wait before it asks again.</summary>
    internal long MsUntilAccept()
    {
        if (!_rate.IsLimited)
            return 0;

        lock (_gate)
            return _all.TryTake(_rate, _clock.NowMs) ? 0 : _all.MsUntilToken(_rate);
    }

    /// <summary>Counts an accepted connection in. When admitted, <see cref="Release"/> follows exactly once.</summary>
    internal AdmissionVerdict Admit(IPAddress address)
    {
        lock (_gate)
        {
            if (_options.MaxConnections > 0 && _connections >= _options.MaxConnections)
                return AdmissionVerdict.TooManyConnections;

            AdmissionVerdict verdict =
                CountsAddresses ? AdmitAddressLocked(AddressKey.Of(address)) : AdmissionVerdict.Admitted;
            if (verdict == AdmissionVerdict.Admitted)
                _connections++;
            return verdict;
        }
    }

    /// <summary>Counts an admitted connection out.</summary>
    internal void Release(IPAddress address)
    {
        lock (_gate)
        {
            Debug.Assert(_connections > 0, "who is released was admitted");
            _connections--;
            if (!CountsAddresses)
                return;

            AddressKey key = AddressKey.Of(address);
            ref AddressEntry entry = ref CollectionsMarshal.GetValueRefOrNullRef(_addresses, key);
            entry.Connections--;
            if (entry.Connections == 0 && IsForgettable(ref entry, _clock.NowMs))
                _addresses.Remove(key);
        }
    }

    private AdmissionVerdict AdmitAddressLocked(AddressKey key)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        long nowMs = _clock.NowMs;
        if (_addresses.Count >= _options.MaxAddresses && !_addresses.ContainsKey(key))
        {
            // Once a second, not for each of a flood: a look at all of 128 Ki addresses takes a millisecond.
            if (nowMs >= _nextPruneMs)
                PruneLocked();
            if (_addresses.Count >= _options.MaxAddresses)
                return AdmissionVerdict.TooManyAddresses;
        }

        ref AddressEntry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_addresses, key, out bool isKnown);
        if (!isKnown)
            entry.Rate = TokenBucket.Full(_ratePerAddress, nowMs);
        if (_options.MaxConnectionsPerAddress > 0 && entry.Connections >= _options.MaxConnectionsPerAddress)
            return AdmissionVerdict.TooManyFromAddress;
        if (_ratePerAddress.IsLimited && !entry.Rate.TryTake(_ratePerAddress, nowMs))
            return AdmissionVerdict.TooOftenFromAddress;

        entry.Connections++;
        return AdmissionVerdict.Admitted;
    }

    // A full bucket of an address without connections says no more than no entry.
    private bool IsForgettable(ref AddressEntry entry, long nowMs) =>
        !_ratePerAddress.IsLimited || entry.Rate.IsFull(_ratePerAddress, nowMs);

    private void PruneLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        long nowMs = _clock.NowMs;
        _nextPruneMs = nowMs + 1000;
        foreach ((AddressKey key, AddressEntry entry) in _addresses)
        {
            AddressEntry copy = entry;
            if (entry.Connections == 0 && IsForgettable(ref copy, nowMs))
                _idle.Add(key);
        }

        foreach (AddressKey key in _idle)
            _addresses.Remove(key);
        _idle.Clear();
    }

    // Mutable: lives in the table and is changed there, by reference.
    private struct AddressEntry
    {
        public int Connections;
        public TokenBucket Rate;
    }
}
