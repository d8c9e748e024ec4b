using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>The ends of a connection: ours, the peer's, and what was not sent.</summary>
public sealed class ConnectionCloseTests
{
    private static readonly TimeSpan _closeTimeout = new NetOptions().CloseTimeout;

    [Fact]
    public async Task Close_sends_what_waits_then_the_farewell_then_FIN()
    {
        await using var net = new NetFixture();
        (Connection connection, MemoryTransport peer, RecordingOwner owner) =
            net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
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
        peer.Push(TestBytes.Of(500_000));
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
        (Connection connection, MemoryTransport peer, RecordingOwner owner) =
            net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
        peer.MaxSendCount = 3;
        peer.Stall();
        net.InTurn(turn => connection.Append(turn, "first"u8));
        net.InTurn(turn => connection.Append(turn, "second"u8));
        net.InTurn(turn => connection.Close(turn, CloseReason.Shutdown));
        connection.SetDeadline(TimeSpan.FromHours(1));

        // The closing turn runs on the pool: only after it the timeout counts.
        await Eventually.IsTrueAsync(() =>
        {
            net.Advance(_closeTimeout);
            return !owner.HeardNothing;
        });

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

        await owner.ExpectAsync("received rest", "closed PeerClosed");
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
        (Connection connection, MemoryTransport peer, RecordingOwner owner) =
            net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
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
        (Connection connection, MemoryTransport peer, RecordingOwner owner) =
            net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
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
}
