using System.Net;

namespace Meerkat.Perf.Servers;

/// <summary><c>meerkat serve</c> on ports of its own, as an operator starts it.</summary>
internal sealed class MeerkatServer : IServer
{
    private readonly ChildProcess _process;

    private MeerkatServer(ChildProcess process, IPEndPoint plain, IPEndPoint tls) =>
        (_process, Plain, Tls) = (process, plain, tls);

    public int Id => _process.Id;

    public IPEndPoint Plain { get; }

    public IPEndPoint Tls { get; }

    /// <summary>What the server writes, its log too.</summary>
    public IReadOnlyList<string> Lines => _process.Lines;

    public static async Task<MeerkatServer> StartAsync(string data, TestCertificate certificate, params IEnumerable<string> arguments)
    {
        ChildProcess process = ChildProcess.Start(Programs.Meerkat,
        [
            "serve", "--data", data, "--c2s", "127.0.0.1:0", "--c2s-tls", "127.0.0.1:0", "--starttls", "optional",
            "--certificate", certificate.CertificateFile, "--key", certificate.KeyFile, .. arguments,
        ]);
        try
        {
            await process.LineAsync("ready");
            return new MeerkatServer(
                process, await process.EndPointAsync("listening: c2s "), await process.EndPointAsync("listening: c2s-tls "));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>For the load generator, whose users log in as most do.</summary>
    public LoadTarget TargetOf(ServerKind kind) =>
        new(kind == ServerKind.Plain ? Plain : Tls, kind.LoadTls, "SCRAM-SHA-256", [Id]);

    /// <summary>Accounts user0, user1 … of the load generator.</summary>
    public static async Task ImportAsync(string data, int users)
    {
        Directory.CreateDirectory(data);
        string file = Path.Combine(data, "users.csv");
        await ChildProcess.RunAsync(Programs.LoadGenerator, "users", "--users", $"{users}", "--file", file);
        // The fewest iterations RFC 5802 §5.1 allows: with SCRAM the client pays for them, and it shares the machine.
        await ChildProcess.RunAsync(
            Programs.Meerkat, "user", "import", file, "--data", data, "--scram-iterations", "4096");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
