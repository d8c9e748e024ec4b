using System.Net;

namespace Meerkat.Perf.Servers;

/// <summary><c>openssl s_server</c>: what the library's own program needs for a handshake and nothing else.</summary>
internal sealed class OpenSslServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private OpenSslServer(ChildProcess process, IPEndPoint endPoint) => (_process, EndPoint) = (process, endPoint);

    public int Id => _process.Id;

    public IPEndPoint EndPoint { get; }

    public static async Task<OpenSslServer> StartAsync(TestCertificate certificate)
    {
        IPEndPoint endPoint = Ports.Free(IPAddress.Loopback);
        // Quiet, since printing a session would cost as much as a handshake; it then does not tell its port, so it gets one.
        // One ticket and no cache, as Meerkat has it.
        ChildProcess process = ChildProcess.Start(Programs.OpenSsl,
        [
            "s_server", "-accept", $"{endPoint}", "-cert", certificate.CertificateFile, "-key", certificate.KeyFile,
            "-tls1_3", "-ciphersuites", HandshakeClient.CipherSuite, "-num_tickets", "1", "-no_cache", "-quiet",
        ]);
        await Ports.WaitForAsync(endPoint, process);
        return new OpenSslServer(process, endPoint);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
