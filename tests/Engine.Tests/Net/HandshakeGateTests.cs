using System.Threading.Channels;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class HandshakeGateTests
{
    [Fact]
    public async Task Handshakes_above_the_limit_start_in_order_as_others_leave()
    {
        var gate = new HandshakeGate(2, TimeProvider.System);
        var started = Channel.CreateUnbounded<int>();

        for (int i = 0; i < 4; i++)
            gate.Enter(new Handshake(i, started), isBegun: false);
        int[] first = [await NextAsync(started), await NextAsync(started)];
        Assert.Equal([0, 1], first.Order());
        Assert.Equal(2, gate.UnderWay);
        Assert.Equal(2, gate.Waiting);
        Assert.False(started.Reader.TryPeek(out _));

        gate.Leave();
        Assert.Equal(2, await NextAsync(started));
        gate.Leave();
        Assert.Equal(3, await NextAsync(started));
        gate.Leave();
        gate.Leave();

        Assert.Equal(0, gate.UnderWay);
    }

    [Fact]
    public async Task Handshakes_that_go_on_are_before_new_ones()
    {
        var gate = new HandshakeGate(1, TimeProvider.System);
        var started = Channel.CreateUnbounded<int>();
        foreach ((int number, bool isBegun) in new[] { (0, false), (1, false), (2, true), (3, false), (4, true) })
            gate.Enter(new Handshake(number, started), isBegun);

        List<int> order = [];
        for (int i = 0; i < 5; i++)
        {
            order.Add(await NextAsync(started));
            gate.Leave();
        }

        Assert.Equal([0, 2, 4, 1, 3], order);
        Assert.Equal(0, gate.UnderWay);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Handshake_that_comes_alone_computes_where_it_is()
    {
        var gate = new HandshakeGate(1, new ManualTime());
        var started = Channel.CreateUnbounded<int>();

        Assert.True(gate.TryEnterHere(areFew: true));
        Assert.Equal(1, gate.UnderWay);
        Assert.False(gate.TryEnterHere(areFew: true));
        gate.Enter(new Handshake(1, started), isBegun: false);
        Assert.Equal(1, gate.Waiting);

        gate.LeaveHere();
        Assert.Equal(1, await NextAsync(started));
        Assert.False(gate.TryEnterHere(areFew: true));
        gate.Leave();
        Assert.Equal(0, gate.UnderWay);
    }

    [Fact]
    public void Thread_of_connections_rests_twice_as_long_as_it_computed()
    {
        var time = new ManualTime();
        var gate = new HandshakeGate(1, time);

        Assert.True(gate.TryEnterHere(areFew: false));
        time.Advance(TimeSpan.FromMilliseconds(5));
        gate.LeaveHere();

        time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.False(gate.TryEnterHere(areFew: false));
        Assert.True(gate.TryEnterHere(areFew: true));
        gate.LeaveHere();
        Assert.True(gate.TryEnterHere(areFew: false));
        time.Advance(TimeSpan.FromMilliseconds(1));
        gate.LeaveHere();
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(gate.TryEnterHere(areFew: false));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(gate.TryEnterHere(areFew: false));
        gate.LeaveHere();
    }

    private static Task<int> NextAsync(Channel<int> started) =>
        started.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);

    private sealed class Handshake(int number, Channel<int> started) : IThreadPoolWorkItem
    {
        public void Execute() => started.Writer.TryWrite(number);
    }
}
