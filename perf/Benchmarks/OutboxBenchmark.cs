using BenchmarkDotNet.Attributes;
using Meerkat.Engine.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meerkat.Perf.Benchmarks;

/// <summary>Appending a message to an outbox and sending it, alone and in tens.</summary>
[MemoryDiagnoser]
public class OutboxBenchmark
{
    private const int Batch = 10;

    private readonly byte[] _message = new byte[200];
    private readonly Outbox _outbox;
    private readonly Turn _turn;

    public OutboxBenchmark()
    {
        Network network = new(new NetOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        _outbox = new Outbox(network.Buffers, 1 << 20);
        _turn = network.Turns.Begin();
    }

    [Benchmark]
    public int AppendAndSend()
    {
        _outbox.Append(_turn, new Outbox.Bytes(_message));
        return Send();
    }

    [Benchmark]
    public int AppendTenAndSend()
    {
        for (int i = 0; i < Batch; i++) _outbox.Append(_turn, new Outbox.Bytes(_message));
        return Send();
    }

    private int Send()
    {
        _outbox.TryBeginSend(out ReadOnlyMemory<byte> bytes);
        _outbox.EndSend(bytes.Length, out _, out _);
        return bytes.Length;
    }
}
