using System.Net;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>The floor: native/relay.c copies bytes from one connection to another. It believes all who log in.</summary>
internal sealed class RelayPeer : IPeer
{
    public const string PeerName = "relay";

    public string Name => PeerName;

    public string Mechanism => "PLAIN";

    public bool CompilesWhileRunning => false;

    private static string Source => NativeCompiler.Source("relay.c");

    private static string Program => NativeCompiler.Product("relay");

    public string Describe() => $"native/relay.c: epoll and OpenSSL {new DebianPackage("libssl3").Version()}, one thread";

    public IReadOnlyList<string> MissingPackages() => DebianPackage.MissingOf("gcc", "libc6-dev", "libssl-dev");

    public Task<string> CreateHomeAsync(Workspace workspace, int users)
    {
        if (!NativeCompiler.IsCurrent(Source, Program)
            && !NativeCompiler.TryCompile("gcc", Source, Program, ["-std=gnu17", "-lssl", "-lcrypto"], out string output))
            throw new InvalidOperationException($"gcc failed on {Source}:\n{output}");
        return Task.FromResult(workspace.NewDirectory());
    }

    public async Task<IServer> StartAsync(string home, TestCertificate certificate, params IEnumerable<string> arguments)
    {
        ChildProcess process = ChildProcess.Start(
            Program, [$"{IPAddress.Loopback}", certificate.CertificateFile, certificate.KeyFile, .. arguments]);
        try
        {
            return new PeerServer(
                process, await process.EndPointAsync("listening: plain "), await process.EndPointAsync("listening: tls "));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
