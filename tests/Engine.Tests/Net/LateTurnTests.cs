using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Services;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class LateTurnTests
{
    [Fact]
    public async Task Appends_of_several_late_turns_are_one_send()
    {
        await using var net = new NetFixture();
        var time = new TimerTime();
        using var turns = new TurnPool(new Clock(time), TimeSpan.FromMilliseconds(20));
        var (connection, peer, _) = net.Open();

        foreach (string text in new[] { "one ", "two ", "three" })
        {
            Turn turn = turns.Begin();
            Assert.True(connection.Append(turn, Encoding.ASCII.GetBytes(text)));
            turn.EndLate();
        }

        Assert.Empty(peer.TakeSent());
        time.Fire();
        Assert.Equal("one two three"u8, peer.TakeSent());
        Assert.Equal(1, peer.SendCount);
    }

    [Fact]
    public async Task What_is_sent_at_once_takes_along_what_waits()
    {
        await using var net = new NetFixture();
        var time = new TimerTime();
        using var turns = new TurnPool(new Clock(time), TimeSpan.FromMilliseconds(20));
        var (connection, peer, _) = net.Open();
        Turn late = turns.Begin();
        connection.Append(late, "late "u8);
        late.EndLate();

        Turn now = turns.Begin();
        connection.Append(now, "now"u8);
        now.End();

        Assert.Equal("late now"u8, peer.TakeSent());
        time.Fire();
        Assert.Empty(peer.TakeSent());
        Assert.Equal(1, peer.SendCount);
    }

    [Fact]
    public async Task Late_turn_that_comes_after_the_timer_starts_it_again()
    {
        await using var net = new NetFixture();
        using var turns = new TurnPool(new Clock(TimeProvider.System), TimeSpan.FromMilliseconds(1));
        var (connection, peer, _) = net.Open();

        for (int i = 0; i < 3; i++)
        {
            Turn turn = turns.Begin();
            connection.Append(turn, "x"u8);
            turn.EndLate();
            Assert.Equal("x"u8.ToArray(), await peer.TakeSentAsync(1));
        }
    }

    [Fact]
    public async Task Without_a_delay_and_at_the_end_nothing_waits()
    {
        await using var net = new NetFixture();
        using var atOnce = new TurnPool(new Clock(TimeProvider.System));
        var time = new TimerTime();
        var turns = new TurnPool(new Clock(time), TimeSpan.FromMilliseconds(20));
        var (connection, peer, _) = net.Open();

        Turn turn = atOnce.Begin();
        connection.Append(turn, "a"u8);
        turn.EndLate();
        Assert.Equal("a"u8, peer.TakeSent());

        turn = turns.Begin();
        connection.Append(turn, "b"u8);
        turn.EndLate();
        turns.Dispose();
        Assert.Equal("b"u8, peer.TakeSent());
    }
}
