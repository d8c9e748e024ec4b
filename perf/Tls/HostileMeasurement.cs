using System.Diagnostics;
using System.Text.RegularExpressions;
using Meerkat.Perf.Attacks;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Tls;

/// <summary>Hostile handshakes, each kind against a server of its own that has an honest client meanwhile.</summary>
internal sealed partial class HostileMeasurement(Workspace workspace, TlsOptions options, TextWriter progress)
{
    private const int WarmUpHandshakes = 300;

    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<AttackResult>> RunAsync()
    {
        IAttack[] attacks =
        [
            RawAttack.Garbage(options.HostilePeers),
            RawAttack.HalfHello(options.HostilePeers),
            CommandAttack.Renegotiation(options.HostilePeers / 10),
            CommandAttack.KeyUpdates(options.HostilePeers),
            new CertificateAttack(64, options.HostilePeers / 10),
            new CertificateAttack(96, options.HostilePeers / 10),
            new CertificateAttack(256, options.HostilePeers / 10),
            RawAttack.HalfOpen(options.HalfOpen),
        ];
        var results = new List<AttackResult>();
        foreach (IAttack attack in attacks)
        {
            progress.WriteLine($"hostile: {attack.Name}");
            results.Add(await MeasureAsync(attack));
        }

        return results;
    }

    private async Task<AttackResult> MeasureAsync(IAttack attack)
    {
        await using MeerkatServer server =
            await workspace.StartAsync(ServerKind.OpenSsl, workspace.Ecdsa, attack.ServerArguments);
        await HandshakeClient.RunAsync(server.Tls, WarmUpHandshakes);
        await using ControlClient control = await ControlClient.StartAsync(server);
        await Task.Delay(_settle);
        control.TakeLatency();
        await Task.Delay(_quiet);
        Latency before = control.TakeLatency();

        long residentBefore = ProcessFigures.ResidentBytes(server.Id);
        ProcessFigures.BeginPeak(server.Id);
        TimeSpan cpuBefore = ProcessFigures.Cpu(server.Id);
        long start = Stopwatch.GetTimestamp();
        var ends = new EndTally();
        Task attacking = attack.RunAsync(server, ends);
        NewcomerResult newcomer = await new Newcomer(server).RunAsync(attacking);
        await attacking;
        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        TimeSpan cpu = ProcessFigures.Cpu(server.Id) - cpuBefore;
        Latency meanwhile = control.TakeLatency();
        long peak = ProcessFigures.PeakBytes(server.Id);
        await Task.Delay(_settle);
        return new AttackResult(
            attack.Name, ends.Total, $"{ends}", $"{ReasonsOf(server)}", residentBefore, peak, ProcessFigures.ResidentBytes(server.Id),
            duration, cpu, before, meanwhile, newcomer);
    }

    private static EndTally ReasonsOf(MeerkatServer server)
    {
        var reasons = new EndTally();
        foreach (string line in server.Lines)
        {
            if (Reason().Match(line) is { Success: true } reason)
                reasons.Add(reason.Groups[1].Value);
        }

        return reasons;
    }

    // The log lines 102 and 103: a handshake that failed, and a certificate that did.
    [GeneratedRegex(@"\[10[23]\].*(?:failed|refused): (.*)$")]
    private static partial Regex Reason();
}
