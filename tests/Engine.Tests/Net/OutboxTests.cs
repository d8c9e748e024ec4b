using System.Text;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class OutboxTests : IDisposable
{
    private readonly BufferPool _pool = new(1024 * 1024);
    private readonly TurnPool _turns = new(new Clock(new ManualTime()));
    private readonly Turn _turn;

    public OutboxTests() => _turn = _turns.Begin();

    public void Dispose()
    {
        _turn.End();
        Assert.Equal(0, _pool.RentedBytes);
    }

    [Fact]
    public void First_append_of_a_turn_says_so_until_the_flush()
    {
        var outbox = new Outbox(_pool, 1000);

        Assert.Equal(AppendResult.AppendedFirst, Append(outbox, "a"));
        Assert.Equal(AppendResult.Appended, Append(outbox, "b"));
        Assert.Equal("ab", Send(outbox));

        Assert.Equal(AppendResult.AppendedFirst, Append(outbox, "c"));
        Assert.Equal("c", Send(outbox));
    }

    [Fact]
    public void Appends_during_a_send_wait_for_its_end()
    {
        var outbox = new Outbox(_pool, 1000);
        Append(outbox, "one");
        Assert.True(outbox.TryBeginSend(out ReadOnlyMemory<byte> first));
        Append(outbox, "two");

        Assert.False(outbox.TryBeginSend(out _));
        Assert.True(outbox.EndSend(2, out ReadOnlyMemory<byte> rest, out _));
        Assert.Equal("e", Text(rest));
        Assert.True(outbox.EndSend(1, out ReadOnlyMemory<byte> second, out _));

        Assert.Equal("two", Text(second));
        Assert.False(outbox.EndSend(3, out _, out _));
        Assert.Equal(3, first.Length);
    }

    [Fact]
    public void Sent_bytes_make_room()
    {
        var outbox = new Outbox(_pool, 10);
        Append(outbox, "12345");
        outbox.TryBeginSend(out _);

        Assert.Equal(AppendResult.Full, Append(outbox, "123456"));
        outbox.EndSend(1, out _, out _);
        Assert.Equal(AppendResult.AppendedFirst, Append(outbox, "123456"));

        outbox.EndSend(4, out _, out _);
        outbox.EndSend(6, out _, out _);
    }

    [Fact]
    public void Sealed_outbox_takes_nothing_but_sends_the_farewell_past_the_limit()
    {
        var outbox = new Outbox(_pool, 5);
        Append(outbox, "12345");

        Assert.Equal(AppendResult.Appended, outbox.Seal(_turn, "bye"u8));
        Assert.Equal(AppendResult.Sealed, Append(outbox, "x"));
        Assert.Equal(AppendResult.Sealed, outbox.Seal(_turn, "again"u8));

        Assert.Equal("12345bye", Send(outbox));
    }

    [Fact]
    public void Held_outbox_keeps_appends_until_unheld()
    {
        var outbox = new Outbox(_pool, 1000);
        Append(outbox, "a");
        Assert.False(outbox.TryHold(ConnectionSignals.Flushed));
        outbox.TryBeginSend(out _);
        outbox.EndSend(1, out _, out ConnectionSignals signals);
        Assert.Equal(ConnectionSignals.Flushed, signals);

        Assert.True(outbox.TryHold(ConnectionSignals.Flushed));
        Append(outbox, "b");
        Assert.False(outbox.TryBeginSend(out _));
        outbox.Unhold();

        Assert.Equal("b", Send(outbox));
    }

    [Fact]
    public void Unsent_of_both_halves_is_joined_and_counts_what_was_sent()
    {
        var outbox = new Outbox(_pool, 1000);
        Append(outbox, "first");
        outbox.TryBeginSend(out _);
        Append(outbox, "second");
        outbox.Seal(_turn, "bye"u8);
        outbox.EndSend(2, out _, out _);
        Assert.False(outbox.TryRetire(ConnectionSignals.Flushed));

        Assert.Equal(ConnectionSignals.Flushed, outbox.FailSend());
        Assert.True(outbox.TryRetire(ConnectionSignals.Flushed));

        AssertUnsent(outbox, "firstsecond", sentCount: 2);
    }

    [Fact]
    public void Unsent_without_a_send_under_way_is_the_pending_half()
    {
        var outbox = new Outbox(_pool, 1000);
        Append(outbox, "pending");

        Assert.True(outbox.TryRetire(ConnectionSignals.Flushed));

        AssertUnsent(outbox, "pending", sentCount: 0);
    }

    [Fact]
    public void Unsent_farewell_alone_is_nothing()
    {
        var outbox = new Outbox(_pool, 1000);
        outbox.Seal(_turn, "bye"u8);

        Assert.True(outbox.TryRetire(ConnectionSignals.Flushed));

        Assert.Null(outbox.TakeUnsent(out int length, out _));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Growing_pending_half_keeps_its_bytes()
    {
        var outbox = new Outbox(_pool, 4 * 1024 * 1024);
        var expected = new StringBuilder();

        for (int i = 0; i < 100_000; i++)
        {
            string piece = $"{i};";
            Append(outbox, piece);
            expected.Append(piece);
        }

        Assert.Equal(expected.ToString(), Send(outbox));
    }

    private AppendResult Append(Outbox outbox, string text) =>
        outbox.Append(_turn, new Outbox.Bytes(Encoding.Latin1.GetBytes(text)));

    private static string Send(Outbox outbox)
    {
        Assert.True(outbox.TryBeginSend(out ReadOnlyMemory<byte> bytes));
        string text = Text(bytes);
        Assert.False(outbox.EndSend(bytes.Length, out _, out _));
        return text;
    }

    private void AssertUnsent(Outbox outbox, string expected, int sentCount)
    {
        byte[]? unsent = outbox.TakeUnsent(out int length, out int sent);
        Assert.NotNull(unsent);
        Assert.Equal(expected, Text(unsent.AsMemory(0, length)));
        Assert.Equal(sentCount, sent);
        _pool.Return(unsent);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
