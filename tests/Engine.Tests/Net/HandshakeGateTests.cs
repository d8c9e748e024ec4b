using System.Collections.Concurrent;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

public sealed class HandshakeGateTests
{
    [Fact]
    public async Task Handshakes_above_the_limit_start_in_order_as_others_leave()
    {
        var gate = new HandshakeGate(2);
        var started = new BlockingCollection<int>();

        for (int i = 0; i < 4; i++)
            gate.Enter(new Handshake(i, started));
        int[] first = await Task.Run(() => new[] { started.Take(), started.Take() }, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], first.Order());
        Assert.Equal(2, gate.UnderWay);
        Assert.Equal(2, gate.Waiting);
        Assert.Empty(started);

        gate.Leave();
        Assert.Equal(2, await Task.Run(started.Take, TestContext.Current.CancellationToken));
        gate.Leave();
        Assert.Equal(3, await Task.Run(started.Take, TestContext.Current.CancellationToken));
        gate.Leave();
        gate.Leave();

        Assert.Equal(0, gate.UnderWay);
    }

    private sealed class Handshake(int number, BlockingCollection<int> started) : IThreadPoolWorkItem
    {
        public void Execute() => started.Add(number);
    }
}
