using Meerkat.Perf.Measure;
using Meerkat.Perf.Peers;

namespace Meerkat.Perf.Reports;

/// <summary>The comparison with other servers, in Markdown that reads as text.</summary>
internal sealed class PeersReport(PeersResult result, TextWriter output)
{
    private const string NotMeasured = "–";

    public void Write()
    {
        WriteMachine();
        WriteFigures(
            "A chat message of 64 bytes, µs of processor time", "0.00",
            ("plain, window 1", Figure.Chat(PeerLink.Plain, 1)), ("window 10", Figure.Chat(PeerLink.Plain, 10)),
            ("TLS, window 1", Figure.Chat(PeerLink.Tls, 1)), ("window 10", Figure.Chat(PeerLink.Tls, 10)));
        WriteRatios();
        WriteFigures(
            "Messages delivered a second, by a closed loop that shares the machine", "#,0",
            ("plain, window 1", Figure.Throughput(PeerLink.Plain, 1)), ("window 10", Figure.Throughput(PeerLink.Plain, 10)),
            ("TLS, window 1", Figure.Throughput(PeerLink.Tls, 1)), ("window 10", Figure.Throughput(PeerLink.Tls, 10)));
        WriteFigures("Latency, ms", "0.00", [.. FixedRate.All.SelectMany(Latencies)]);
        WriteFigures(
            $"Memory of {result.Options.IdleUsers:#,0} idle connections, KiB each", "0.0",
            ("plain", Figure.Memory(PeerLink.Plain)), ("TLS", Figure.Memory(PeerLink.Tls)));
        WriteFigures(
            "A login with SCRAM-SHA-1 (relay: PLAIN, believed), and a bare handshake, ms of processor time", "0.000",
            ("plain", Figure.Login(PeerLink.Plain)), ("STARTTLS", Figure.Login(PeerLink.StartTls)),
            ("handshake only", Figure.Handshake));
        WriteFigures("From start to the first login, s", "0.00", ("s", Figure.Start));
        WriteTitle("Targets");
        TargetTable.Write(new PeersTargets(result.Samples).ToList(), output);
    }

    private void WriteMachine()
    {
        output.WriteLine($"- Processor: {Machine.Processor}");
        output.WriteLine($"- System: {Machine.System}");
        output.WriteLine($"- Runtime: {Machine.Runtime}");
        foreach (IPeer peer in result.Options.Peers)
            output.WriteLine($"- {peer.Name}: {peer.Describe()}");
        output.WriteLine(
            $"- Median of {result.Options.Rounds} interleaved rounds of {result.Options.Seconds} s, in "
            + $"{result.Duration.TotalMinutes:0} minutes; load average before: {Load(result.LoadBefore)}, "
            + $"after: {Load(result.LoadAfter)}");
    }

    private static string Load(double? load) => load?.ToString("0.00") ?? NotMeasured;

    private static IEnumerable<(string, Figure)> Latencies(FixedRate rate)
    {
        string name = rate.PerSecond is { } perSecond ? $"{perSecond:#,0}/s" : $"{FixedRate.Part:0%} of own most";
        return [($"{name}: p50", Figure.LatencyMedian(rate)), ("p99", Figure.Latency99(rate))];
    }

    private void WriteFigures(string title, string format, params (string Column, Figure Figure)[] columns)
    {
        if (!columns.Any(column => result.Samples.Figures.Contains(column.Figure)))
            return;
        WriteTitle(title);
        var table = new Table(["", .. columns.Select(column => column.Column)]);
        foreach (IPeer peer in result.Options.Peers)
        {
            string[] cells = [.. columns.Select(column => Cell(column.Figure, peer, format))];
            if (cells.Any(cell => cell != NotMeasured))
                table.Add([peer.Name, .. cells]);
        }

        table.WriteTo(output);
    }

    private string Cell(Figure figure, IPeer peer, string format) =>
        result.Samples[figure, peer.Name]?.ToString(format) ?? NotMeasured;

    private void WriteRatios()
    {
        Figure[] figures =
        [
            .. PeerChatMeasurement.Links.SelectMany(
                link => PeerChatMeasurement.Windows.Select(window => Figure.Chat(link, window))),
        ];
        if (!figures.Any(result.Samples.Figures.Contains))
            return;
        WriteTitle("The same as multiples of Meerkat's");
        var table = new Table("", "plain, window 1", "window 10", "TLS, window 1", "window 10");
        foreach (IPeer peer in result.Options.Peers)
            table.Add([peer.Name, .. figures.Select(figure => Ratio(figure, peer)?.ToString("0.00") ?? NotMeasured)]);
        table.WriteTo(output);
    }

    private double? Ratio(Figure figure, IPeer peer) =>
        result.Samples[figure, peer.Name] / result.Samples[figure, MeerkatPeer.PeerName];

    private void WriteTitle(string title) => output.WriteLine($"\n### {title}\n");
}
