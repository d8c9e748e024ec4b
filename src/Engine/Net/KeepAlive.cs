using System.Net.Sockets;

namespace Meerkat.Engine.Net;

/// <summary>
/// Has the kernel find out about peers that are gone without a word: a phone out of reach, a lost NAT mapping. It costs
/// nothing here while all is well. Pure.
/// </summary>
internal static class KeepAlive
{
    // Below the five minutes after which most NATs forget a silent connection (RFC 5382 REQ-5 asks for two hours, few keep
    // it). With four probes a dead peer is found after 240 + 4 x 15 seconds.
    private const int IdleSeconds = 240;
    private const int IntervalSeconds = 15;
    private const int Probes = 4;

    // The same 300 s for data that is not acknowledged, where Linux would try for 15 minutes (RFC 5482, <linux/tcp.h>). Less
    // would cut the probes short too.
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;
    private const int UserTimeoutMs = 300_000;

    public static void Enable(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes(UserTimeoutMs));
    }
}
