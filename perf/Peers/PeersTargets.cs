using Meerkat.Perf.Measure;

namespace Meerkat.Perf.Peers;

/// <summary>What Meerkat is held to beside the floor and the others.</summary>
internal sealed class PeersTargets(Samples samples)
{
    // What a message at a fixed rate may take, of what it takes through the relay.
    private const double LatencyOfRelay = 2;

    public IReadOnlyList<Target> ToList() =>
    [
        OfRelay("CPU of a message : relay, plain, window 1", Figure.Chat(PeerLink.Plain, 1), 2.0, 1.5),
        OfRelay("CPU of a message : relay, plain, window 10", Figure.Chat(PeerLink.Plain, 10), 2.8, 1.8),
        OfRelay("CPU of a message : relay, TLS, window 1", Figure.Chat(PeerLink.Tls, 1), 1.5, 1.2),
        OfRelay("CPU of a message : relay, TLS, window 10", Figure.Chat(PeerLink.Tls, 10), 2.0, 1.5),
        OfOthers("better of the others : CPU of a message, window 1", Figure.Chat(PeerLink.Plain, 1), 10, 15),
        OfOthers("better of the others : CPU of a message, window 10", Figure.Chat(PeerLink.Plain, 10), 30, 60),
        .. Latency("p99 at 1,000 messages/s, ms", FixedRate.Low),
        .. Latency("p99 at 5,000 messages/s, ms", FixedRate.High),
        AtMost("KiB of an idle connection, plain", Ours(Figure.Memory(PeerLink.Plain)), 4, 3),
        AtMost("KiB of an idle connection, TLS", Ours(Figure.Memory(PeerLink.Tls)), 20, 17),
        AtMost("CPU of a login, plain, ms", Ours(Figure.Login(PeerLink.Plain)), 0.25, 0.12),
        AtMost("CPU of a login, STARTTLS, above the handshake, ms", LoginAboveHandshake(), 0.25, 0.12),
        AtMost("from start to the first login, s", Ours(Figure.Start), 1.0, 0.4),
        AtMost("CPU of a message, two event loops : one", Ours(Figure.TwoLoops) / Ours(Figure.OneLoop), 1.25, 1.1),
    ];

    /// <summary>The less costly of the servers that others wrote.</summary>
    public double? Better(Figure figure) => PeerList.Others.Min(peer => samples[figure, peer]);

    private double? Ours(Figure figure) => samples[figure, MeerkatPeer.PeerName];

    private double? Relay(Figure figure) => samples[figure, RelayPeer.PeerName];

    private double? LoginAboveHandshake() => Ours(Figure.Login(PeerLink.StartTls)) - Ours(Figure.Handshake);

    private Target OfRelay(string name, Figure figure, double must, double goal) =>
        AtMost(name, Ours(figure) / Relay(figure), must, goal);

    private Target OfOthers(string name, Figure figure, double must, double goal) =>
        new(name, Better(figure) / Ours(figure), must, goal, TargetSense.AtLeast);

    // The bounds are measured, too. The floor can be no bound where it is above the others, which happens by chance.
    private IEnumerable<Target> Latency(string name, FixedRate rate)
    {
        Figure figure = Figure.Latency99(rate);
        if (Better(figure) is { } must && Relay(figure) is { } floor)
            yield return AtMost(name, Ours(figure), must, Math.Min(must, LatencyOfRelay * floor));
    }

    private static Target AtMost(string name, double? value, double must, double goal) =>
        new(name, value, must, goal, TargetSense.AtMost);
}
