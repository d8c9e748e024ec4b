using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>
/// What a login costs each server: connecting, SCRAM-SHA-1, binding a resource, logging out; without TLS and by STARTTLS.
/// Beside them stands a bare handshake of each, which is in what a login by STARTTLS costs. The relay believes everybody.
/// </summary>
internal sealed class LoginMeasurement(RunningPeers peers, PeersOptions options, Samples samples, TextWriter progress)
{
    private const double MicrosPerMs = 1000;
    private const int Handshakes = 500;
    private const int Concurrent = 8;
    private const int WarmUpRounds = 2;

    public static IReadOnlyList<PeerLink> Links { get; } = [PeerLink.Plain, PeerLink.StartTls];

    public async Task RunAsync()
    {
        // Not all that logins run has run before, and what a runtime compiles for the first of them is no login's.
        for (int round = 0; round < WarmUpRounds; round++)
        {
            progress.WriteLine("logins: warming up");
            await TakeRoundAsync(round, new Samples());
        }

        for (int round = 1; round <= options.Rounds; round++)
        {
            progress.WriteLine($"logins: round {round}");
            await TakeRoundAsync(round, samples);
        }
    }

    private async Task TakeRoundAsync(int round, Samples into)
    {
        foreach (RunningPeer peer in peers.ByTurns(round))
        {
            into.Add(Figure.Handshake, peer.Name, await HandshakeAsync(peer.Server));
            foreach (PeerLink link in Links)
                into.Add(Figure.Login(link), peer.Name, await LoginAsync(peer.TargetBy(link)));
        }
    }

    private static async Task<double> HandshakeAsync(IServer server)
    {
        TimeSpan before = ProcessFigures.Cpu(server.Id);
        await HandshakeClient.RunAsync(server.Tls, Handshakes);
        return (ProcessFigures.Cpu(server.Id) - before).TotalMilliseconds / Handshakes;
    }

    private async Task<double> LoginAsync(LoadTarget target)
    {
        LoadFigures figures = await LoadGenerator.RunAsync(
            "login", target,
            "--users", $"{options.Users}", "--concurrent", $"{Concurrent}", "--duration", $"{options.Seconds}");
        return figures.CpuMicros / MicrosPerMs;
    }
}
