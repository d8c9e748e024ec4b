using System.Buffers.Binary;
using Meerkat.Engine.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Net;

/// <summary>Many threads against one connection. Run for races, so each has a number of rounds, not a time.</summary>
public sealed class ConnectionStressTests
{
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Appends_of_many_threads_all_arrive_in_each_threads_order()
    {
        await using var net = new NetFixture(new NetOptions { MaxOutboxBytes = 64 * 1024 * 1024 });
        (Connection connection, MemoryTransport peer, _) = net.Open();
        peer.MaxSendCount = 1000;
        const int Threads = 4;
        const int PerThread = 20_000;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => AppendAll(net, connection, thread, PerThread))));

        byte[] sent = await peer.TakeSentAsync(Threads * PerThread * 8);
        int[] next = new int[Threads];
        for (int at = 0; at < sent.Length; at += 8)
        {
            int thread = BinaryPrimitives.ReadInt32LittleEndian(sent.AsSpan(at));
            Assert.Equal(next[thread]++, BinaryPrimitives.ReadInt32LittleEndian(sent.AsSpan(at + 4)));
        }

        Assert.All(next, count => Assert.Equal(PerThread, count));
    }

    [Fact]
    public async Task Pauses_resumed_by_other_threads_lose_no_byte_and_overlap_never()
    {
        await using var net = new NetFixture();
        const int Total = 30_000;
        var done = new TaskCompletionSource();
        int seen = 0;
        bool isPaused = false;
        bool wasShownWhilePaused = false;
        (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.IsQuiet = true);
        owner.Resumed = _ => isPaused = false;
        owner.Received = (_, unread) =>
        {
            wasShownWhilePaused |= isPaused;
            seen++;
            if (seen == Total)
                done.SetResult();
            isPaused = true;
            connection.Pause();
            ThreadPool.UnsafeQueueUserWorkItem(static c => c.Resume(), connection, preferLocal: false);
            return 1;
        };

        await Task.Run(
            () =>
            {
                for (int i = 0; i < Total; i++)
                    peer.Push("x"u8);
            },
            TestContext.Current.CancellationToken);
        await done.Task.WaitAsync(_guard, TestContext.Current.CancellationToken);

        Assert.Equal(Total, seen);
        Assert.False(wasShownWhilePaused);
    }

    [Fact]
    public async Task Connections_closed_from_everywhere_at_once_end_once_and_return_all_buffers()
    {
        await using var net = new NetFixture(new NetOptions { MaxOutboxBytes = 10_000 });

        for (int round = 0; round < 500; round++)
        {
            (Connection connection, MemoryTransport peer, RecordingOwner owner) = net.Open(o => o.FarewellBytes = "bye"u8.ToArray());
            owner.IsQuiet = true;
            if (round % 3 == 0)
                peer.Stall();
            await Task.WhenAll(
                Task.Run(() => AppendAll(net, connection, 0, 200), TestContext.Current.CancellationToken),
                Task.Run(() => AppendAll(net, connection, 1, 200), TestContext.Current.CancellationToken),
                Task.Run(() => EndSomehow(net, connection, peer, round), TestContext.Current.CancellationToken));
            peer.PushReset();

            Assert.StartsWith("closed ", await owner.NextAsync());
            Assert.True(owner.HeardNothing);
        }
    }

    private static void EndSomehow(NetFixture net, Connection connection, MemoryTransport peer, int round)
    {
        peer.Push("some bytes"u8);
        switch (round % 4)
        {
            case 0: net.InTurn(turn => connection.Close(turn, CloseReason.Replaced)); break;
            case 1: connection.Abort(CloseReason.Kicked); break;
            case 2: peer.PushFin(); break;
            default: peer.PushReset(); break;
        }
    }

    private static void AppendAll(NetFixture net, Connection connection, int thread, int count)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(message, thread);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(message[4..], i);
            Turn turn = net.Network.Turns.Begin();
            connection.Append(turn, message);
            turn.End();
        }
    }
}
