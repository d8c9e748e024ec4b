using System.Text;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>What is appended, and how it reaches the peer.</summary>
public sealed class ConnectionSendTests
{
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
        byte[] bytes = TestBytes.Of(1000);

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
        (Connection connection, MemoryTransport peer, RecordingOwner owner) =
            net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
        peer.Stall();
        net.InTurn(turn => Assert.True(connection.Append(turn, TestBytes.Of(6000))));
        net.InTurn(turn => Assert.True(connection.Append(turn, TestBytes.Of(4000))));

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
}
