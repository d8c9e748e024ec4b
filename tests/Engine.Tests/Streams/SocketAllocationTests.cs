using System.Net;
using System.Net.Sockets;
using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>The same over loopback sockets, on whatever threads the completions come: nothing per message in the whole process.</summary>
[Collection(nameof(WholeProcess))]
public sealed class SocketAllocationTests
{
    // A pool may grow by one table of 33 KiB meanwhile, which is not of a message: a third of a byte for each.
    private const int Messages = 100_000;
    private const int WarmUp = 5_000;

    [Fact]
    public async Task Chat_over_loopback_allocates_less_than_a_byte_per_message()
    {
#if DEBUG
        Assert.Skip("Allocations are counted in Release builds.");
#endif
        await using var server = new TestServer();
        using var listener = new Listener(
            server.Network,
            new ClientAcceptor(server.Streams, directTls: null),
            new ListenerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) });
        listener.Start();
        await server.AddAccountAsync("romeo@example.org");
        await server.AddAccountAsync("juliet@example.org");
        using var romeo = BlockingClient.Login(listener.LocalEndPoint, "romeo");
        using var juliet = BlockingClient.Login(listener.LocalEndPoint, "juliet");
        var message = "<message to='juliet@example.org/r' type='chat' id='c1'><body>Art thou not Romeo?</body></message>"u8.ToArray();
        var delivered = message.Length + " from='romeo@example.org/r'".Length;
        Exchange(romeo, juliet, message, delivered, WarmUp);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Exchange(romeo, juliet, message, delivered, Messages);
        var perMessage = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Messages;

        Assert.InRange(perMessage, 0, 1);
    }

    private static void Exchange(BlockingClient from, BlockingClient to, byte[] message, int deliveredBytes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            from.Send(message);
            to.Receive(deliveredBytes);
        }
    }

    /// <summary>A client that blocks, so that nothing of its own is allocated while messages are exchanged.</summary>
    private sealed class BlockingClient : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly byte[] _buffer = new byte[16 * 1024];

        public static BlockingClient Login(IPEndPoint server, string user)
        {
            var client = new BlockingClient();
            client._socket.ReceiveTimeout = (int)TestClient.Patience.TotalMilliseconds;
            client._socket.NoDelay = true;
            client._socket.Connect(server);
            client.Request(TestClient.Header + ">", "</stream:features>");
            client.Request(TestClient.Auth(user, TestServer.Password), "<success");
            client.Request(TestClient.Header + ">", "</stream:features>");
            client.Request(
                "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>",
                "</iq>");
            return client;
        }

        public void Send(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

        public void Receive(int bytes)
        {
            while (bytes > 0) bytes -= _socket.Receive(_buffer.AsSpan(0, bytes));
        }

        public void Dispose() => _socket.Dispose();

        private void Request(string xml, string until)
        {
            Send(Encoding.UTF8.GetBytes(xml));
            var answer = "";
            while (!answer.Contains(until, StringComparison.Ordinal))
            {
                answer += Encoding.UTF8.GetString(_buffer, 0, _socket.Receive(_buffer));
            }
        }
    }
}
