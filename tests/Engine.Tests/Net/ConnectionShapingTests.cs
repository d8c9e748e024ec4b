using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>A connection that is read from no faster than its shaper allows.</summary>
public sealed class ConnectionShapingTests
{
    private static readonly ShaperRate _slow = new("slow") { BytesPerSecond = 4096, Burst = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Bytes_come_at_the_rate_whole_and_in_order()
    {
        await using var net = new NetFixture();
        var bytes = TestBytes.Of(64 * 1024);
        var (connection, peer, received) = Open(net, new Shaper(_slow));

        peer.Push(bytes);

        await WhenThrottledAsync(net, 1);
        // The burst, and the read that ended in debt.
        Assert.Equal(8192, received.Count);
        while (received.Count < bytes.Length)
        {
            var before = received.Count;
            net.Advance(TimeSpan.FromSeconds(1));
            await Eventually.IsTrueAsync(() => received.Count > before && (net.Network.Throttled.Count == 1 || received.Count == bytes.Length));
            Assert.Equal(before + 4096, received.Count);
        }

        Assert.Equal(bytes, received.ToArray());
        await Eventually.IsTrueAsync(() => net.Network.Counters.Throttled.Value == 15);
        Assert.NotNull(connection.Shaper);
    }

    [Fact]
    public async Task Who_waits_is_read_from_as_soon_as_he_may_and_not_before()
    {
        await using var net = new NetFixture();
        var (_, peer, received) = Open(net, new Shaper(_slow));
        peer.Push(TestBytes.Of(16 * 1024));
        await WhenThrottledAsync(net, 1);

        net.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(1, net.Network.Throttled.Count);
        net.Advance(TimeSpan.FromMilliseconds(1));

        await Eventually.IsTrueAsync(() => received.Count == 12 * 1024);
    }

    [Fact]
    public async Task Throttled_connection_can_be_written_to()
    {
        await using var net = new NetFixture();
        var (connection, peer, _) = Open(net, new Shaper(_slow));
        peer.Push(TestBytes.Of(16 * 1024));
        await WhenThrottledAsync(net, 1);

        net.InTurn(turn => Assert.True(connection.Append(turn, "hello"u8)));

        Assert.Equal("hello", Encoding.Latin1.GetString(await peer.TakeSentAsync(5)));
    }

    [Fact]
    public async Task Throttled_connection_can_be_closed_and_hears_the_peers_end()
    {
        await using var net = new NetFixture();
        var (connection, peer, _) = Open(net, new Shaper(_slow), o => o.FarewellBytes = "bye"u8.ToArray());
        peer.Push(TestBytes.Of(64 * 1024));
        peer.PushFin();
        await WhenThrottledAsync(net, 1);

        net.InTurn(turn => connection.Close(turn, CloseReason.Kicked));

        await net.Network.Connections.WhenEmpty().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("bye", Encoding.Latin1.GetString(peer.TakeSent()));
        // The one that has gone is passed over when its time comes.
        net.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, net.Network.Throttled.Count);
    }

    [Fact]
    public async Task Throttled_connection_ends_with_its_abort()
    {
        await using var net = new NetFixture();
        var (connection, peer, _) = Open(net, new Shaper(_slow));
        peer.Push(TestBytes.Of(64 * 1024));
        await WhenThrottledAsync(net, 1);

        connection.Abort(CloseReason.Kicked);

        await net.Network.Connections.WhenEmpty().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Pause_of_the_owner_lasts_whatever_the_shaper_says()
    {
        await using var net = new NetFixture();
        Connection? connection = null;
        var count = 0;
        (connection, MemoryTransport peer, _) = net.Open(o =>
        {
            o.IsQuiet = true;
            o.Received = (_, unread) =>
            {
                Interlocked.Add(ref count, unread.Length);
                if (Volatile.Read(ref count) == 8192) connection!.Pause();
                return unread.Length;
            };
        });
        connection.Shaper = new Shaper(_slow);
        peer.Push(TestBytes.Of(12 * 1024));
        await WhenThrottledAsync(net, 1);

        net.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, net.Network.Throttled.Count);
        connection.Resume();

        await Eventually.IsTrueAsync(() => Volatile.Read(ref count) == 12 * 1024);
    }

    [Fact]
    public async Task Connections_of_one_shaper_share_it_and_none_starves()
    {
        await using var net = new NetFixture();
        var shaper = new Shaper(_slow);
        var (_, one, ofOne) = Open(net, shaper);
        var (_, other, ofOther) = Open(net, shaper);
        one.Push(TestBytes.Of(64 * 1024));
        other.Push(TestBytes.Of(64 * 1024));
        await WhenThrottledAsync(net, 2);

        for (var round = 0; round < 3; round++)
        {
            var (before, beforeOther) = (ofOne.Count, ofOther.Count);
            net.Advance(TimeSpan.FromSeconds(10));
            await Eventually.IsTrueAsync(() => net.Network.Throttled.Count == 2);
            Assert.True(ofOne.Count > before && ofOther.Count > beforeOther, $"{ofOne.Count} {ofOther.Count} in round {round}");
        }
    }

    [Fact]
    public async Task Shaper_that_is_taken_away_lets_the_rest_through()
    {
        await using var net = new NetFixture();
        var (connection, peer, received) = Open(net, new Shaper(_slow));
        peer.Push(TestBytes.Of(64 * 1024));
        await WhenThrottledAsync(net, 1);

        connection.Shaper = null;
        net.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrueAsync(() => received.Count == 64 * 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pauses_of_owner_and_shaper_at_once_lose_nothing(int seed)
    {
        await using var net = new NetFixture();
        var shaper = new Shaper(_slow with { BytesPerSecond = 64 * 1024 });
        var random = new Random(seed);
        List<(Connection Connection, MemoryTransport Peer, ReceivedBytes Received, byte[] Bytes)> all = [];
        for (var i = 0; i < 8; i++)
        {
            Connection? connection = null;
            var (opened, peer, received) = Open(net, shaper, owner =>
            {
                var receive = owner.Received;
                owner.Received = (turn, unread) =>
                {
                    // What it leaves is shown to it again after the pause.
                    var isPausing = unread[0] % 3 == 0;
                    var consumed = receive(turn, isPausing ? unread[..Math.Min(unread.Length, 1000)] : unread);
                    if (!isPausing) return consumed;

                    connection!.Pause();
                    ThreadPool.UnsafeQueueUserWorkItem(static paused => paused.Resume(), connection, preferLocal: false);
                    return consumed;
                };
            });
            connection = opened;
            var bytes = new byte[32 * 1024];
            random.NextBytes(bytes);
            all.Add((opened, peer, received, bytes));
        }

        Parallel.ForEach(all, one =>
        {
            for (var at = 0; at < one.Bytes.Length; at += 2048) one.Peer.Push(one.Bytes.AsSpan(at, 2048));
        });
        await Eventually.IsTrueAsync(() =>
        {
            net.Advance(TimeSpan.FromMilliseconds(250));
            return all.TrueForAll(one => one.Received.Count == one.Bytes.Length);
        });

        Assert.All(all, one => Assert.Equal(one.Bytes, one.Received.ToArray()));
        Assert.True(net.Network.Counters.Throttled.Value > 0);
    }

    private static (Connection Connection, MemoryTransport Peer, ReceivedBytes Received) Open(
        NetFixture net, Shaper shaper, Action<RecordingOwner>? configure = null)
    {
        var received = new ReceivedBytes();
        var (connection, peer, _) = net.Open(o =>
        {
            o.IsQuiet = true;
            o.Received = (_, unread) => received.Add(unread);
            configure?.Invoke(o);
        });
        connection.Shaper = shaper;
        return (connection, peer, received);
    }

    private static Task WhenThrottledAsync(NetFixture net, int count) =>
        Eventually.IsTrueAsync(() => net.Network.Throttled.Count == count);

    /// <summary>What an owner has received so far. Any thread.</summary>
    private sealed class ReceivedBytes
    {
        private readonly Lock _gate = new();
        private readonly List<byte> _bytes = [];

        public int Count
        {
            get
            {
                lock (_gate)
                    return _bytes.Count;
            }
        }

        public int Add(ReadOnlySpan<byte> bytes)
        {
            lock (_gate)
                _bytes.AddRange(bytes);
            return bytes.Length;
        }

        public byte[] ToArray()
        {
            lock (_gate)
                return [.. _bytes];
        }
    }
}
