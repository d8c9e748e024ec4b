using System.Text;
using Meerkat.Engine.Tests.Streams;

namespace Meerkat.Engine.Tests.Net;

/// <summary>The client's side of a server that echoes, in plain text or over TLS.</summary>
internal static class StreamEcho
{
    /// <summary>Sends text and reads as much; what comes back.</summary>
    public static async Task<string> EchoAsync(this Stream client, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        await client.WriteAsync(bytes).AsTask().WaitAsync(TestClient.Patience);
        return await client.ReadTextAsync(bytes.Length);
    }

    public static async Task<string> ReadTextAsync(this Stream client, int bytes) =>
        Encoding.UTF8.GetString(await client.ReadBytesAsync(bytes));

    public static async Task<byte[]> ReadBytesAsync(this Stream client, int count)
    {
        byte[] bytes = new byte[count];
        await client.ReadExactlyAsync(bytes).AsTask().WaitAsync(TestClient.Patience);
        return bytes;
    }

    /// <summary>The server ended its direction, with FIN or close_notify, and said nothing before.</summary>
    public static async Task<bool> HasEndedAsync(this Stream client) =>
        await client.ReadAsync(new byte[1]).AsTask().WaitAsync(TestClient.Patience) == 0;
}
