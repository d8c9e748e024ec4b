using Meerkat.Perf.Measure;
using Meerkat.Perf.Servers;
using Meerkat.Perf.Tls;

namespace Meerkat.Perf.Reports;

/// <summary>The report on TLS, in Markdown that reads as text.</summary>
internal sealed class TlsReport(TlsResult result, string openSsl, TextWriter output)
{
    private const double MiB = 1024 * 1024;

    public void Write()
    {
        WriteMachine();
        if (result.Handshakes.Count > 0)
            WriteHandshakes();
        if (result.Memory.Count > 0)
            WriteMemory();
        if (result.Chats.Count > 0)
            WriteChats();
        if (result.Attacks.Count > 0)
            WriteAttacks();
        if (TlsTargets.Of(result) is { Count: > 0 } targets)
        {
            WriteTitle("Targets");
            TargetTable.Write(targets, output);
        }
    }

    private void WriteMachine()
    {
        output.WriteLine($"- Processor: {Machine.Processor}");
        output.WriteLine($"- System: {Machine.System}");
        output.WriteLine($"- Runtime: {Machine.Runtime}; {openSsl}");
        output.WriteLine(
            $"- Processor time of the server, median of {result.Options.Rounds} interleaved rounds; "
            + $"load average before: {result.LoadBefore?.ToString("0.00") ?? "–"}");
    }

    private void WriteHandshakes()
    {
        WriteTitle("Handshakes and logins, µs of processor time");
        var table = new Table(
            "certificate, library", "s_server", "handshake", "login", "login without TLS", "TLS of a login : s_server");
        foreach (HandshakeResult handshake in result.Handshakes)
        {
            table.Add(
                $"{handshake.Certificate}, {handshake.Library}",
                $"{handshake.Bare:0}",
                $"{handshake.Handshake:0}",
                $"{handshake.Login:0}",
                $"{handshake.PlainLogin:0}",
                $"{handshake.Ratio:0.00}");
        }

        table.WriteTo(output);
    }

    private void WriteMemory()
    {
        WriteTitle($"Memory of {result.Options.Users:#,0} idle connections");
        var table = new Table(
            "library", "at start, MiB", "warmed up, MiB", "idle, MiB", "KiB/connection", "of PSS", "counted from start");
        foreach (MemoryResult memory in result.Memory)
        {
            table.Add(
                memory.Name,
                $"{memory.AtStart / MiB:0}",
                $"{memory.WarmedUp / MiB:0}",
                $"{memory.Idle / MiB:0}",
                $"{memory.PerConnection:0.0}",
                $"{memory.ProportionalPerConnection:0.0}",
                $"{memory.PerConnectionFromStart:0.0}");
        }

        table.WriteTo(output);
    }

    private void WriteChats()
    {
        WriteTitle("A chat message, µs of processor time");
        int[] windows = [.. result.Chats.Select(chat => chat.Window).Distinct()];
        var table = new Table(["library", .. windows.Select(window => $"window {window}"), .. windows.Select(w => $"{w}: of plain")]);
        foreach (IGrouping<string, ChatResult> chats in result.Chats.GroupBy(chat => chat.Name))
        {
            table.Add([
                chats.Key,
                .. windows.Select(window => $"{CostOf(chats.Key, window):0.00}"),
                .. windows.Select(window => $"{CostOf(chats.Key, window) / CostOf(ServerKind.Plain.Name, window):0.00}"),
            ]);
        }

        table.WriteTo(output);
    }

    private double CostOf(string name, int window) =>
        result.Chats.Single(chat => chat.Name == name && chat.Window == window).CpuMicros;

    private void WriteAttacks()
    {
        WriteTitle("Hostile handshakes: the server");
        var server = new Table("attack", "connections", "s", "CPU s", "RSS before, MiB", "peak", "after", "for them", "in the log");
        foreach (AttackResult attack in result.Attacks)
        {
            server.Add(
                attack.Name,
                $"{attack.Connections:#,0}",
                $"{attack.Duration.TotalSeconds:0.0}",
                $"{attack.Cpu.TotalSeconds:0.00}",
                $"{attack.ResidentBefore / MiB:0}",
                $"{attack.ResidentPeak / MiB:0}",
                $"{attack.ResidentAfter / MiB:0}",
                attack.Ends,
                attack.Reasons);
        }

        server.WriteTo(output);
        WriteTitle("Hostile handshakes: honest clients meanwhile, ms");
        var clients = new Table(
            "attack", "round trip before", "p99", "meanwhile", "p99", "newcomer's handshake", "longest", "turned away");
        foreach (AttackResult attack in result.Attacks)
        {
            clients.Add(
                attack.Name,
                Milliseconds(attack.Before.Median),
                Milliseconds(attack.Before.Percentile99),
                Milliseconds(attack.Meanwhile.Median),
                Milliseconds(attack.Meanwhile.Percentile99),
                Milliseconds(attack.Newcomer.Handshake.Median),
                Milliseconds(attack.Newcomer.Handshake.Longest),
                $"{attack.Newcomer.TurnedAway}");
        }

        clients.WriteTo(output);
    }

    private void WriteTitle(string title) => output.WriteLine($"\n### {title}\n");

    private static string Milliseconds(double micros) => double.IsNaN(micros) ? "–" : $"{micros / 1000:0.00}";
}
