using System.Text;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>What reaches the owner, when, and in what pieces.</summary>
public sealed class ConnectionReceiveTests
{
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
        (_, MemoryTransport peer, RecordingOwner owner) =
            net.Open(o => o.Received = (_, unread) => unread.LastIndexOf((byte)';') + 1);

        peer.Push("one;tw"u8);
        Assert.Equal("received one;tw", await owner.NextAsync());
        peer.Push("o;three"u8);

        Assert.Equal("received two;three", await owner.NextAsync());
    }

    [Fact]
    public async Task Long_unfinished_bytes_stay_contiguous_while_the_buffer_grows()
    {
        await using var net = new NetFixture();
        byte[] stanza = TestBytes.Of(200_000);
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

        peer.Push(TestBytes.Of(10_001));
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

        peer.Push(TestBytes.Of(1_000_000));
        peer.PushFin();

        Assert.Equal("closed PeerClosed", await owner.NextAsync());
        Assert.Equal(1_000_000, received);
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

        await owner.ExpectAsync("resumed", "received two;", "received three;");
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

        await owner.ExpectAsync("received abc", "resumed", "received bc", "resumed", "received c");
    }
}
