using System.Net;
using System.Net.Sockets;

namespace Meerkat.Engine.Modules;

/// <summary>
/// One registration per address and interval, whichever host it is for; an IPv6 network of /64 counts as one address. Remembers a bounded number of
/// addresses: when it is full, whoever waits longest is forgotten. Registrations are rare, so one lock will do. Any thread.
/// </summary>
internal sealed class RegistrationRate
{
    private const int MaxAddresses = 16 * 1024;

    // A second lock besides the outbox's: never held across a call out, and not on the stanza path.
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, DateTimeOffset> _last = [];
    private readonly Queue<IPAddress> _order = new();

    /// <summary>True, and counted, if the address may register now.</summary>
    public bool TryTake(IPAddress? address, TimeSpan interval, DateTimeOffset now)
    {
        if (address is null || interval <= TimeSpan.Zero) return true;

        var network = NetworkOf(address);
        lock (_gate)
        {
            if (_last.TryGetValue(network, out var last) && now - last < interval) return false;

            if (_last.TryAdd(network, now)) _order.Enqueue(network);
            else _last[network] = now;
            if (_order.Count > MaxAddresses) _last.Remove(_order.Dequeue());
            return true;
        }
    }

    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
