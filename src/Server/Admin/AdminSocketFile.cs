using System.Net.Sockets;
using System.Text;

namespace Meerkat.Server.Admin;

/// <summary>The file of the Unix socket. Used while the server starts.</summary>
internal static class AdminSocketFile
{
    // unix(7): sun_path has 108 bytes, the last of them zero.
    private const int MaxPathBytes = 107;

    /// <summary>Removes what a killed server has left behind.</summary>
    /// <exception cref="IOException">The path cannot be used, or a server answers there.</exception>
    public static void Prepare(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPathBytes)
        {
            throw new IOException(
                $"the path of a Unix socket has at most {MaxPathBytes} bytes, and {path} has more; name a shorter one with admin.socket, "
                + "or set admin.enabled to false");
        }

        if (!File.Exists(path)) return;
        if (IsAnswered(path)) throw new IOException($"another server listens at {path}");
        if (!IsSocket(path)) throw new IOException($"{path} is there already, and is no socket");

        try
        {
            File.Delete(path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Only the server's own user may connect.</summary>
    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>open(2): a socket cannot be opened, ENXIO.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsAnswered(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
