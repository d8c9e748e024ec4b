using Meerkat.Perf.Measure;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Tls;

/// <summary>
/// What a login over TLS costs beyond one without, against a bare handshake of OpenSSL's own server with the same certificate
/// and cipher. All servers run at once and are asked by turns.
/// </summary>
internal sealed class HandshakeMeasurement(Workspace workspace, TlsOptions options, TextWriter progress)
{
    private const int WarmUpHandshakes = 500;

    // The runtime compiles what is run often, and again when it knows more: that is over when a login gets no cheaper.
    private const int LeastWarmUps = 6;
    private const int MostWarmUps = 12;
    private const double StillFalling = 0.97;
    private const int Concurrent = 8;

    public async Task<IReadOnlyList<HandshakeResult>> RunAsync() =>
        [.. await MeasureAsync(workspace.Ecdsa), .. await MeasureAsync(workspace.Rsa)];

    private async Task<IEnumerable<HandshakeResult>> MeasureAsync(TestCertificate certificate)
    {
        await using OpenSslServer bare = await OpenSslServer.StartAsync(certificate);
        await using MeerkatServer openSsl = await workspace.StartAsync(ServerKind.OpenSsl, certificate);
        await using MeerkatServer sslStream = await workspace.StartAsync(ServerKind.SslStream, certificate);
        var bareCost = new List<double>();
        var costs = new Dictionary<ServerKind, Costs>
        {
            [ServerKind.OpenSsl] = new(openSsl),
            [ServerKind.SslStream] = new(sslStream),
        };
        await HandshakeClient.RunAsync(bare.EndPoint, WarmUpHandshakes);
        foreach ((ServerKind kind, Costs cost) in costs)
        {
            progress.WriteLine($"handshakes, {certificate.Name}: warming {kind.Name} up");
            await HandshakeClient.RunAsync(cost.Server.Tls, WarmUpHandshakes);
            await WarmUpAsync(cost.Server, kind);
            await WarmUpAsync(cost.Server, ServerKind.Plain);
        }

        for (int round = 1; round <= options.Rounds; round++)
        {
            progress.WriteLine($"handshakes, {certificate.Name}: round {round}");
            bareCost.Add(await HandshakeAsync(bare.Id, () => HandshakeClient.RunAsync(bare.EndPoint, options.Handshakes)));
            foreach ((ServerKind kind, Costs cost) in costs)
            {
                MeerkatServer server = cost.Server;
                cost.Handshakes.Add(
                    await HandshakeAsync(server.Id, () => HandshakeClient.RunAsync(server.Tls, options.Handshakes)));
                cost.Logins.Add(await LoginAsync(server, kind));
                cost.PlainLogins.Add(await LoginAsync(server, ServerKind.Plain));
            }
        }

        return costs.Select(cost => new HandshakeResult(
            certificate.Name,
            cost.Key.Name,
            Median.Of(bareCost),
            Median.Of(cost.Value.Handshakes),
            Median.Of(cost.Value.Logins),
            Median.Of(cost.Value.PlainLogins)));
    }

    private async Task WarmUpAsync(MeerkatServer server, ServerKind kind)
    {
        double last = double.PositiveInfinity;
        for (int i = 0; i < MostWarmUps; i++)
        {
            double cost = await LoginAsync(server, kind);
            if (i >= LeastWarmUps && cost > last * StillFalling)
                return;
            last = cost;
        }
    }

    private async Task<double> HandshakeAsync(int server, Func<Task> handshakes)
    {
        TimeSpan before = ProcessFigures.Cpu(server);
        await handshakes();
        return (ProcessFigures.Cpu(server) - before).TotalMicroseconds / options.Handshakes;
    }

    private async Task<double> LoginAsync(MeerkatServer server, ServerKind kind)
    {
        LoadFigures figures = await LoadGenerator.RunAsync(
            "login", server.TargetOf(kind),
            "--users", "500", "--concurrent", $"{Concurrent}", "--duration", $"{options.Seconds}");
        return figures.CpuMicros;
    }

    private sealed record Costs(MeerkatServer Server)
    {
        public List<double> Handshakes { get; } = [];

        public List<double> Logins { get; } = [];

        public List<double> PlainLogins { get; } = [];
    }
}
