using System.Net;
using System.Net.Sockets;

namespace Meerkat.Perf.Servers;

/// <summary>Ports for servers that cannot be told to take what the kernel gives and to say what that was.</summary>
internal static class Ports
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Of the kernel's choice, free when this returns.</summary>
    public static IPEndPoint Free(IPAddress address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Until somebody accepts connections there.</summary>
    /// <exception cref="InvalidOperationException">The process has ended; the message has its output.</exception>
    public static async Task WaitForAsync(IPEndPoint endPoint, ChildProcess process)
    {
        while (!IsListening(endPoint))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{process.Program} has ended: {string.Join('\n', process.Lines)}");
            await Task.Delay(_pause);
        }
    }

    private static bool IsListening(IPEndPoint endPoint)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(endPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
