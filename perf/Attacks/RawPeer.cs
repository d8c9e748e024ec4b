using System.Net;
using System.Net.Sockets;

namespace Meerkat.Perf.Attacks;

/// <summary>A TCP connection that says something which is no TLS, and then waits for what comes of it.</summary>
internal static class RawPeer
{
    // Longer than any deadline the server is started with.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    // RFC 8446 §5.1, §6: a record of type alert has a header of 5 bytes, then level and description.
    private const byte AlertRecord = 21;
    private const int AlertBytes = 7;

    public static async Task RunAsync(IPEndPoint target, IPAddress source, ReadOnlyMemory<byte> words, EndTally ends)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(target);
            if (!words.IsEmpty)
                await socket.SendAsync(words);
            ends.Add(await EndAsync(socket));
        }
        catch (SocketException e)
        {
            ends.Add(e.SocketErrorCode == SocketError.ConnectionReset ? "reset" : $"{e.SocketErrorCode}");
        }
        catch (OperationCanceledException)
        {
            ends.Add("STILL OPEN");
        }
    }

    private static async Task<string> EndAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(_patience);
        byte[] answer = new byte[4096];
        string end = "closed";
        while (await socket.ReceiveAsync(answer, patience.Token) is var count and > 0)
        {
            if (count >= AlertBytes && answer[0] == AlertRecord)
                end = $"closed with alert {answer[AlertBytes - 1]}";
        }

        return end;
    }
}
