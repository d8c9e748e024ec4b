using System.Text;
using BenchmarkDotNet.Attributes;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Jids;

namespace Meerkat.Perf.Benchmarks;

/// <summary>Looking for accounts among 10,000, and binding and unbinding a session.</summary>
[MemoryDiagnoser]
public class SessionTableBenchmark
{
    private const int Users = 10_000;

    private readonly SessionTable _table = new(Users);
    private readonly byte[][] _accounts =
        [.. Enumerable.Range(0, Users).Select(i => Encoding.UTF8.GetBytes($"user{i}@example.org"))];

    private Session _newcomer = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        BenchServer server = new();
        var stream = server.Connect(new MemoryTransport());
        for (int i = 0; i < Users; i++)
            _table.Bind(new Session(Jid.Parse($"user{i}@example.org/r"), server.Hosts.Default, stream, default), 10);
        _newcomer = new Session(Jid.Parse("newcomer@example.org/r"), server.Hosts.Default, stream, default);
    }

    [Benchmark]
    public int Find() => _table.Find(_accounts[_next = (_next + 7919) % Users])!.Sessions.Length;

    [Benchmark]
    public int FindNobody() => _table.Find("nobody@example.org"u8) is null ? 0 : 1;

    [Benchmark]
    public int BindAndUnbind()
    {
        _table.Bind(_newcomer, 10);
        return _table.Unbind(_newcomer) ? 1 : 0;
    }
}
