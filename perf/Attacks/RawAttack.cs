using System.Net;
using System.Security.Cryptography;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Attacks;

/// <summary>Many connections that never get as far as a handshake.</summary>
internal sealed class RawAttack : IAttack
{
    // Below the default of 15 s, so that a run takes less long. A connection may wait for its turn as long again.
    private static readonly string[] _shortTimeout = ["--handshake-timeout", "5s"];

    // A record of type handshake, 512 bytes, with a ClientHello of 508; what follows is its random.
    private static readonly byte[] _helloBegin = [22, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3];
    private const int HelloBytes = 517;

    private readonly int _connections;
    private readonly int _atOnce;
    private readonly int _sources;
    private readonly Func<int, byte[]> _words;

    private RawAttack(string name, int connections, int atOnce, int sources, Func<int, byte[]> words) =>
        (Name, _connections, _atOnce, _sources, _words) = (name, connections, atOnce, sources, words);

    public string Name { get; }

    public IReadOnlyList<string> ServerArguments => [.. _shortTimeout, "--max-connections-per-address", "2000"];

    public static RawAttack Garbage(int connections) =>
        new("garbage", connections, 50, 1, _ => RandomNumberGenerator.GetBytes(300));

    public static RawAttack HalfHello(int connections) =>
        new("half a ClientHello", connections, connections, 1, _ => HalfHelloBytes());

    /// <summary>From several addresses, since each may have so many connections only. Every other one says half a hello.</summary>
    public static RawAttack HalfOpen(int connections) =>
        new("half open", connections, connections, 8, number => number % 2 == 0 ? [] : HalfHelloBytes());

    public async Task RunAsync(MeerkatServer server, EndTally ends)
    {
        var peers = new ParallelOptions { MaxDegreeOfParallelism = _atOnce };
        await Parallel.ForAsync(0, _connections, peers, async (number, _) =>
            await RawPeer.RunAsync(server.Tls, SourceOf(number), _words(number), ends));
    }

    private IPAddress SourceOf(int number) => new([127, 0, 0, (byte)(1 + number % _sources)]);

    private static byte[] HalfHelloBytes() =>
        [.. _helloBegin, .. RandomNumberGenerator.GetBytes(HelloBytes / 2 - _helloBegin.Length)];
}
