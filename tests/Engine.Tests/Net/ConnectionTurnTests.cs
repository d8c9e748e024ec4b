using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Tests;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>The turns of a connection: deadlines, failures, and what they allocate.</summary>
[Collection(nameof(WholeProcess))]
public sealed class ConnectionTurnTests
{
    [Fact]
    public async Task Deadline_is_told_once()
    {
        await using var net = new NetFixture();
        (Connection connection, _, RecordingOwner owner) = net.Open();
        connection.SetDeadline(TimeSpan.FromSeconds(10));

        net.Advance(TimeSpan.FromSeconds(9));
        Assert.True(owner.HeardNothing);
        net.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("deadline", await owner.NextAsync());
        net.Advance(TimeSpan.FromSeconds(60));
        connection.NotifyWhenSent();
        Assert.Equal("sent", await owner.NextAsync());
    }

    [Fact]
    public async Task Cleared_deadline_is_not_told()
    {
        await using var net = new NetFixture();
        (Connection connection, _, RecordingOwner owner) = net.Open();
        connection.SetDeadline(TimeSpan.FromSeconds(10));

        connection.ClearDeadline();
        net.Advance(TimeSpan.FromSeconds(60));
        connection.NotifyWhenSent();

        Assert.Equal("sent", await owner.NextAsync());
    }

    [Fact]
    public async Task Failing_turn_closes_its_connection_with_the_farewell()
    {
        await using var net = new NetFixture();
        net.ExpectedErrors = 1;
        (_, MemoryTransport peer, RecordingOwner owner) = net.Open();
        (Connection failing, MemoryTransport failingPeer, RecordingOwner thrower) = net.Open(o =>
        {
            o.Received = (_, _) => throw new InvalidOperationException("a bug");
            o.FarewellBytes = "sorry"u8.ToArray();
        });

        failingPeer.Push("x"u8);
        failingPeer.PushFin();

        await thrower.ExpectAsync("received x", "closed InternalError");
        Assert.Equal("sorry", Encoding.Latin1.GetString(failingPeer.TakeSent()));
        Assert.True(failing.IsClosing);
        peer.Push("still here"u8);
        Assert.Equal("received still here", await owner.NextAsync());
    }

    [Fact]
    public async Task Steady_echo_allocates_nothing()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        owner.Received = (turn, unread) =>
        {
            connection.Append(turn, unread);
            return unread.Length;
        };
        peer.Push("first"u8);
        Assert.Equal("received first", await owner.NextAsync());
        await peer.TakeSentAsync(5);
        owner.IsQuiet = true;
        byte[] message = TestBytes.Of(300);
        long echoed = Echo(peer, message, 1000);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        echoed += Echo(peer, message, 10_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(11_000 * 300, echoed);
#if DEBUG
        Assert.True(allocated > 0, "Debug builds keep account of every rental.");
#else
        // Less than a byte a message: a thread of the pool may have met us and made a second turn.
        Assert.InRange(allocated, 0, 9_999);
#endif
    }

    private static long Echo(MemoryTransport peer, byte[] message, int times)
    {
        long echoed = 0;
        long giveUpAtMs = Environment.TickCount64 + (long)TestClient.Patience.TotalMilliseconds;
        for (int i = 0; i < times; i++)
        {
            peer.Push(message);
            // The turn may still be on its way home from the one before, on the pool.
            int count;
            while ((count = peer.DropSent()) == 0 && Environment.TickCount64 < giveUpAtMs)
                Thread.Yield();
            echoed += count;
        }

        return echoed;
    }
}
