using System.Text;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class ConnectionTests
{
    private static readonly TimeSpan _closeTimeout = new NetOptions().CloseTimeout;

    [Fact]
    public async Task Received_bytes_reach_the_owner_and_its_answer_the_peer()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        owner.Received = (turn, unread) =>
        {
            connection.Append(turn, unread);
            return unread.Length;
        };

        peer.Push("hello"u8);

        Assert.Equal("received hello", await owner.NextAsync());
        Assert.Equal("hello", Encoding.Latin1.GetString(await peer.TakeSentAsync(5)));
    }

    [Fact]
    public async Task Unconsumed_tail_is_shown_again_with_more_behind()
    {
        await using var net = new NetFixture();
        (_, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.Received = (_, unread) => unread.LastIndexOf((byte)';') + 1);

        peer.Push("one;tw"u8);
        Assert.Equal("received one;tw", await owner.NextAsync());
        peer.Push("o;three"u8);

        Assert.Equal("received two;three", await owner.NextAsync());
    }

    [Fact]
    public async Task Long_unfinished_bytes_stay_contiguous_while_the_buffer_grows()
    {
        await using var net = new NetFixture();
        byte[] stanza = Pattern(200_000);
        var seen = new TaskCompletionSource<byte[]>();
        (_, MemoryTransport peer, _) = net.Open(o =>
        {
            o.IsQuiet = true;
            o.Received = (_, unread) =>
            {
                if (unread.Length < stanza.Length)
                    return 0;
                seen.SetResult(unread.ToArray());
                return unread.Length;
            };
        });

        for (int at = 0; at < stanza.Length; at += 1000)
            peer.Push(stanza.AsSpan(at, 1000));

        Assert.Equal(stanza, await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Full_receive_buffer_closes_the_connection()
    {
        await using var net = new NetFixture(new NetOptions { MaxReceiveBytes = 10_000 });
        (_, MemoryTransport peer, RecordingOwner owner) = net.Open(o =>
        {
            o.IsQuiet = true;
            o.Received = (_, _) => 0;
            o.FarewellBytes = "bye"u8.ToArray();
        });

        peer.Push(Pattern(10_001));
        peer.PushFin();

        Assert.Equal("closed ReceiveBufferFull", await owner.NextAsync());
        Assert.Equal("bye", Encoding.Latin1.GetString(peer.TakeSent()));
    }

    [Fact]
    public async Task Busy_sender_lets_others_run_and_loses_nothing()
    {
        await using var net = new NetFixture(new NetOptions { MaxTurnBytes = 1024 });
        int received = 0;
        (_, MemoryTransport peer, RecordingOwner owner) = net.Open(o =>
        {
            o.IsQuiet = true;
            o.Received = (_, unread) =>
            {
                received += unread.Length;
                return unread.Length;
            };
        });

        peer.Push(Pattern(1_000_000));
        peer.PushFin();

        Assert.Equal("closed PeerClosed", await owner.NextAsync());
        Assert.Equal(1_000_000, received);
    }

    [Fact]
    public async Task Segments_are_appended_as_one()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, _) = net.Open();

        net.InTurn(turn =>
        {
            var segments = new ByteSegments();
            segments.Add("<message"u8);
            segments.Add(" from='a@b/c'"u8);
            segments.Add([]);
            segments.Add("/>"u8);
            Assert.True(connection.Append(turn, in segments));
        });

        Assert.Equal("<message from='a@b/c'/>", Encoding.Latin1.GetString(peer.TakeSent()));
    }

    [Fact]
    public async Task Appends_of_one_turn_are_sent_at_its_end()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, _) = net.Open();
        Turn turn = net.Network.Turns.Begin();

        connection.Append(turn, "one "u8);
        connection.Append(turn, "two"u8);
        Assert.Empty(peer.TakeSent());
        turn.End();

        Assert.Equal("one two", Encoding.Latin1.GetString(peer.TakeSent()));
    }

    [Fact]
    public async Task Partial_sends_are_continued_in_order()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, _) = net.Open();
        peer.MaxSendCount = 7;
        byte[] bytes = Pattern(1000);

        net.InTurn(turn => connection.Append(turn, bytes));

        Assert.Equal(bytes, peer.TakeSent());
    }

    [Fact]
    public async Task Slow_reader_gets_everything_once_it_reads()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, _) = net.Open();
        peer.Stall();

        net.InTurn(turn => connection.Append(turn, "one "u8));
        net.InTurn(turn => connection.Append(turn, "two "u8));
        net.InTurn(turn => connection.Append(turn, "three"u8));
        Assert.Equal(13, connection.UnsentCount);
        peer.Unstall();

        Assert.Equal("one two three", Encoding.Latin1.GetString(peer.TakeSent()));
        Assert.Equal(0, connection.UnsentCount);
    }

    [Fact]
    public async Task Full_outbox_refuses_closes_and_still_says_farewell()
    {
        await using var net = new NetFixture(new NetOptions { MaxOutboxBytes = 10_000 });
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
        peer.Stall();
        net.InTurn(turn => Assert.True(connection.Append(turn, Pattern(6000))));
        net.InTurn(turn => Assert.True(connection.Append(turn, Pattern(4000))));

        net.InTurn(turn => Assert.False(connection.Append(turn, "x"u8)));
        net.InTurn(turn => Assert.False(connection.Append(turn, "y"u8)));
        peer.Unstall();
        await peer.WhenSendClosed();
        peer.PushFin();

        Assert.Equal("closed OutboxFull", await owner.NextAsync());
        byte[] sent = peer.TakeSent();
        Assert.Equal(10_003, sent.Length);
        Assert.Equal("bye", Encoding.Latin1.GetString(sent.AsSpan(10_000)));
        Assert.Equal(1, net.Network.Counters.OutboxesFull.Value);
    }

    [Fact]
    public async Task NotifyWhenSent_tells_once_after_the_last_byte()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        peer.Stall();
        net.InTurn(turn => connection.Append(turn, "bytes"u8));

        connection.NotifyWhenSent();
        Assert.True(owner.HeardNothing);
        peer.Unstall();

        Assert.Equal("sent", await owner.NextAsync());
        net.InTurn(turn => connection.Append(turn, "more"u8));
        Assert.True(owner.HeardNothing);
    }

    [Fact]
    public async Task NotifyWhenSent_on_an_empty_outbox_tells_at_once()
    {
        await using var net = new NetFixture();
        (Connection connection, _, RecordingOwner owner) = net.Open();

        connection.NotifyWhenSent();

        Assert.Equal("sent", await owner.NextAsync());
    }

    [Fact]
    public async Task Paused_connection_shows_nothing_until_resumed()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        bool isFirst = true;
        owner.Received = (_, unread) =>
        {
            if (!isFirst)
                return unread.Length;
            isFirst = false;
            connection.Pause();
            return 4;
        };

        peer.Push("one;two;"u8);
        Assert.Equal("received one;two;", await owner.NextAsync());
        peer.Push("three;"u8);
        Assert.True(owner.HeardNothing);
        connection.Resume();

        Assert.Equal("resumed", await owner.NextAsync());
        Assert.Equal("received two;", await owner.NextAsync());
        Assert.Equal("received three;", await owner.NextAsync());
    }

    [Fact]
    public async Task Resume_before_the_pausing_turn_ends_is_not_lost()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        owner.Received = (_, unread) =>
        {
            connection.Pause();
            connection.Resume();
            return Math.Min(1, unread.Length);
        };

        peer.Push("abc"u8);

        Assert.Equal("received abc", await owner.NextAsync());
        Assert.Equal("resumed", await owner.NextAsync());
        Assert.Equal("received bc", await owner.NextAsync());
        Assert.Equal("resumed", await owner.NextAsync());
        Assert.Equal("received c", await owner.NextAsync());
    }

    [Fact]
    public async Task Close_sends_what_waits_then_the_farewell_then_FIN()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
        peer.Stall();
        net.InTurn(turn => connection.Append(turn, "last "u8));

        net.InTurn(turn =>
        {
            connection.Close(turn, CloseReason.Finished);
            Assert.False(connection.Append(turn, "too late"u8));
        });
        Assert.False(peer.IsSendClosed);
        peer.Unstall();
        await peer.WhenSendClosed();
        Assert.True(owner.HeardNothing);
        peer.PushFin();

        Assert.Equal("closed Finished", await owner.NextAsync());
        Assert.Equal("last bye", Encoding.Latin1.GetString(peer.TakeSent()));
    }

    [Fact]
    public async Task Close_drops_what_still_arrives()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();

        net.InTurn(turn => connection.Close(turn, CloseReason.StreamError));
        peer.Push(Pattern(500_000));
        peer.PushFin();

        Assert.Equal("closed StreamError", await owner.NextAsync());
    }

    [Fact]
    public async Task Close_of_a_paused_connection_ends_and_a_late_resume_does_nothing()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        owner.Received = (_, unread) =>
        {
            connection.Pause();
            return unread.Length;
        };
        peer.Push("x"u8);
        Assert.Equal("received x", await owner.NextAsync());

        net.InTurn(turn => connection.Close(turn, CloseReason.Replaced));
        peer.PushFin();
        Assert.Equal("closed Replaced", await owner.NextAsync());
        connection.Resume();
        await net.Network.Connections.WhenEmpty();

        Assert.True(owner.HeardNothing);
    }

    [Fact]
    public async Task Close_gives_up_after_its_timeout_and_hands_back_the_unsent()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
        peer.MaxSendCount = 3;
        peer.Stall();
        net.InTurn(turn => connection.Append(turn, "first"u8));
        net.InTurn(turn => connection.Append(turn, "second"u8));
        net.InTurn(turn => connection.Close(turn, CloseReason.Shutdown));
        connection.SetDeadline(TimeSpan.FromHours(1));
        await UntilVisited(net, owner);

        Assert.Equal("closed Shutdown unsent firstsecond from 0", await owner.NextAsync());
        Assert.True(peer.IsDisposed);
    }

    [Fact]
    public async Task Peers_FIN_is_answered_with_the_farewell_and_FIN()
    {
        await using var net = new NetFixture();
        (_, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.FarewellBytes = "</stream>"u8.ToArray());

        peer.Push("rest"u8);
        peer.PushFin();

        Assert.Equal("received rest", await owner.NextAsync());
        Assert.Equal("closed PeerClosed", await owner.NextAsync());
        Assert.Equal("</stream>", Encoding.Latin1.GetString(peer.TakeSent()));
        Assert.True(peer.IsSendClosed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reset_of_a_waiting_connection_ends_it(bool isClosing)
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open();
        peer.Push("x"u8);
        Assert.Equal("received x", await owner.NextAsync());
        if (isClosing)
            net.InTurn(turn => connection.Close(turn, CloseReason.PeerReset));

        peer.PushReset();

        Assert.Equal("closed PeerReset", await owner.NextAsync());
    }

    [Fact]
    public async Task Reset_while_sending_hands_back_both_halves_without_the_farewell()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
        net.InTurn(turn => connection.Append(turn, "first "u8));
        peer.TakeSent();
        peer.Stall();
        net.InTurn(turn => connection.Append(turn, "second "u8));
        net.InTurn(turn => connection.Append(turn, "third"u8));

        peer.PushReset();

        Assert.Equal("closed PeerReset unsent second third from 0", await owner.NextAsync());
    }

    [Fact]
    public async Task Abort_sends_nothing_more()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
        peer.Stall();
        net.InTurn(turn => connection.Append(turn, "unsent"u8));

        connection.Abort(CloseReason.Kicked);

        Assert.Equal("closed Kicked unsent unsent from 0", await owner.NextAsync());
        Assert.Empty(peer.TakeSent());
    }

    [Fact]
    public async Task First_reason_stays()
    {
        await using var net = new NetFixture();
        (Connection connection, _, RecordingOwner owner) = net.Open();

        net.InTurn(turn =>
        {
            connection.Close(turn, CloseReason.Replaced);
            connection.Close(turn, CloseReason.Shutdown);
        });
        connection.Abort(CloseReason.Kicked);

        Assert.Equal("closed Replaced", await owner.NextAsync());
    }

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
        (Connection failing, MemoryTransport failingPeer, ThrowingOwner thrower) = OpenThrowing(net);

        failingPeer.Push("x"u8);
        failingPeer.PushFin();

        Assert.Equal(CloseReason.InternalError, await thrower.Closed.WaitAsync(TestContext.Current.CancellationToken));
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
        byte[] message = Pattern(300);
        long echoed = Echo(peer, message, 1000);

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
        for (int i = 0; i < times; i++)
        {
            peer.Push(message);
            // The turn may still be on its way home from the one before, on the pool.
            int count;
            while ((count = peer.DropSent()) == 0)
                Thread.Yield();
            echoed += count;
        }

        return echoed;
    }

    private static async Task UntilVisited(NetFixture net, RecordingOwner owner)
    {
        // The closing turn runs on the pool: only after it the timeout counts.
        while (owner.HeardNothing)
        {
            net.Advance(_closeTimeout);
            await Task.Yield();
        }
    }

    private static (Connection Connection, MemoryTransport Peer, ThrowingOwner Owner) OpenThrowing(NetFixture net)
    {
        var peer = new MemoryTransport();
        var owner = new ThrowingOwner();
        var connection = new Connection(net.Network, peer, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1));
        connection.Start(owner);
        return (connection, peer, owner);
    }

    private static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)('a' + (i % 23));
        return bytes;
    }

    private sealed class ThrowingOwner : IConnectionOwner
    {
        private readonly TaskCompletionSource<CloseReason> _closed = new();

        public Task<CloseReason> Closed => _closed.Task;

        public int OnReceived(Turn turn, ReadOnlySpan<byte> unread) => throw new InvalidOperationException("a bug");

        public void OnTlsEstablished(Turn turn)
        {
        }

        public void OnDeadline(Turn turn)
        {
        }

        public ReadOnlySpan<byte> Farewell(CloseReason reason) => "sorry"u8;

        public void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent) => _closed.SetResult(reason);
    }
}
