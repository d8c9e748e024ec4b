using Meerkat.Perf.Peers;

namespace Meerkat.Perf.Reports;

/// <summary>The comparison with other servers as bars; with the relay where it has something to keep or to do.</summary>
internal static class PeersChart
{
    private static readonly IReadOnlyList<Figure> _ofServersOnly = [Figure.Memory(PeerLink.Plain), Figure.Start];

    public static void Write(PeersResult result, TextWriter output)
    {
        var chart = new BarChart(
            "What it costs the server", "Shorter is better. Where powers of ten are marked, the scale is logarithmic.");
        Add("Processor time of a 64-byte message, ten under way, µs", Figure.Chat(PeerLink.Plain, 10), "0.0");
        Add("The same by TLS, µs", Figure.Chat(PeerLink.Tls, 10), "0.0");
        Add("Processor time of a 64-byte message, one under way, µs", Figure.Chat(PeerLink.Plain, 1), "0.0");
        Add("The same by TLS, µs", Figure.Chat(PeerLink.Tls, 1), "0.0");
        Add("Memory of an idle connection, KiB", Figure.Memory(PeerLink.Plain), "0.0");
        Add("The same by TLS, KiB", Figure.Memory(PeerLink.Tls), "0.0");
        Add("Processor time of a login with SCRAM-SHA-1, ms", Figure.Login(PeerLink.Plain), "0.00");
        Add("The same by STARTTLS, ms", Figure.Login(PeerLink.StartTls), "0.00");
        Add("Latency at 5,000 messages/s, 99th percentile, ms", Figure.Latency99(FixedRate.High), "0.0");
        Add("From start to the first login, s", Figure.Start, "0.00");
        chart.WriteTo(output);

        void Add(string title, Figure figure, string format)
        {
            if (BarsOf(result, figure, format) is { Count: > 0 } bars)
                chart.Add(new BarPanel(title, bars));
        }
    }

    private static IReadOnlyList<Bar> BarsOf(PeersResult result, Figure figure, string format) =>
    [
        .. result.Options.Peers
            .Select(peer => (peer.Name, Value: result.Samples[figure, peer.Name]))
            .Where(peer => peer.Value is not null && (peer.Name != RelayPeer.PeerName || !_ofServersOnly.Contains(figure)))
            .Select(peer => (peer.Name, Value: peer.Value!.Value))
            .Select(peer => new Bar(
                peer.Name, peer.Value, peer.Value.ToString(format), peer.Name == MeerkatPeer.PeerName)),
    ];
}
