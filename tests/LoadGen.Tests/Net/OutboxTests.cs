using Meerkat.LoadGen.Load;
using Meerkat.LoadGen.Net;
using Xunit;

namespace Meerkat.LoadGen.Tests.Net;

public sealed class OutboxTests
{
    [Fact]
    public void Outbox_appends_while_sending_leave_together()
    {
        var outbox = new Outbox();
        outbox.Append("a");
        Assert.True(outbox.TryBeginSend(out var first));

        outbox.Append("b"u8);
        outbox.Append("c"u8);

        Assert.Equal("a"u8.ToArray(), first.ToArray());
        Assert.False(outbox.TryBeginSend(out _));
        Assert.True(outbox.EndSend(out var second));
        Assert.Equal("bc"u8.ToArray(), second.ToArray());
        Assert.False(outbox.EndSend(out _));
    }

    [Fact]
    public void Outbox_after_an_empty_end_can_send_again()
    {
        var outbox = new Outbox();
        outbox.Append("a");
        outbox.TryBeginSend(out _);
        outbox.EndSend(out _);

        outbox.Append("b");

        Assert.True(outbox.TryBeginSend(out var bytes));
        Assert.Equal("b"u8.ToArray(), bytes.ToArray());
    }

    [Fact]
    public void Outbox_of_a_stalled_server_takes_no_more_than_its_limit()
    {
        var outbox = new Outbox();
        var template = new MessageTemplate("juliet@localhost/loadgen", 1, 2, 1000);

        var appended = outbox.Append(template, 10_000, 1);

        Assert.InRange(appended, 1000, 4096);
        Assert.Equal((uint)appended, template.Sequence);
        Assert.Equal(0, outbox.Append(template, 1, 1));
    }

    [Fact]
    public void Outbox_closed_takes_nothing()
    {
        var outbox = new Outbox();
        outbox.Append("a");

        outbox.Close();
        outbox.Append("b");

        Assert.False(outbox.TryBeginSend(out _));
    }
}
