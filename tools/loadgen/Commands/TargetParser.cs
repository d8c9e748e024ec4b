using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Meerkat.LoadGen.Commands;

/// <summary>Reads <c>host:port</c> and keeps load away from machines that did not ask for it.</summary>
internal static class TargetParser
{
    // RFC 6120 §14.7
    private const int ClientPort = 5222;

    /// <summary>
    /// Resolves a target; null and an error if it is not one, or not a loopback address and that was not allowed.
    /// </summary>
    public static EndPoint? Parse(string text, RemoteTargets remote, out string error)
    {
        error = "";
        if (!TrySplit(text, out var host, out var port))
        {
            error = $"'{text}' is not host:port";
            return null;
        }

        if (Resolve(host) is not { } address)
        {
            error = $"'{host}' cannot be resolved";
            return null;
        }

        if (remote == RemoteTargets.Refuse && !IPAddress.IsLoopback(address))
        {
            error = $"'{text}' is not a loopback address; give --allow-remote if that server is yours to load";
            return null;
        }

        return new IPEndPoint(address, port);
    }

    private static bool TrySplit(string text, out string host, out int port)
    {
        (host, port) = (text, ClientPort);
        var colon = text.LastIndexOf(':');
        var isBareIPv6 = IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            && !text.StartsWith('[');
        if (colon >= 0 && !isBareIPv6 && !text.EndsWith(']'))
        {
            host = text[..colon];
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
                return false;
        }

        host = host.Trim('[', ']');
        return host.Length > 0 && port is > 0 and <= ushort.MaxValue;
    }

    private static IPAddress? Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var literal))
            return literal;
        try
        {
            var addresses = Dns.GetHostAddresses(host);
            return addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}

/// <summary>Whether other machines may be loaded.</summary>
internal enum RemoteTargets : byte
{
    Refuse,
    Allow,
}
