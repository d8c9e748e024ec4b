using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Meerkat.Engine.Net;

/// <summary>
/// What limits per address count by: an IPv4 address, or the /64 of an IPv6 address, which is what one subscriber gets
/// (RFC 6177) and can take any address of.
/// </summary>
internal readonly record struct AddressKey(ulong Prefix, bool IsV6)
{
    public static AddressKey Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new AddressKey(BinaryPrimitives.ReadUInt32BigEndian(bytes), IsV6: false);
        if (address.IsIPv4MappedToIPv6)
            return new AddressKey(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), IsV6: false);
        return new AddressKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), IsV6: true);
    }
}
