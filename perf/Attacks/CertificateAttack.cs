using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Attacks;

/// <summary>Clients whose certificate is larger than any that is of use, where the server asks for one.</summary>
internal sealed class CertificateAttack(int kibibytes, int connections) : IAttack
{
    private const int AtOnce = 8;

    // Room for the server to say no: under TLS 1.3 the client has finished before its certificate is looked at.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public string Name => $"client certificate of {kibibytes} KiB";

    public IReadOnlyList<string> ServerArguments => ["--client-certificate", "request"];

    public async Task RunAsync(MeerkatServer server, EndTally ends)
    {
        using X509Certificate2 certificate = TestCertificate.OfClient(kibibytes * 1024);
        await Parallel.ForAsync(0, connections, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
            ends.Add(await ConnectAsync(server, certificate)));
    }

    private static async Task<string> ConnectAsync(MeerkatServer server, X509Certificate2 certificate)
    {
        try
        {
            await using SslStream tls = await HandshakeClient.ConnectAsync(server.Tls, certificate);
            await tls.WriteAsync(XmppClient.Header);
            using var patience = new CancellationTokenSource(_patience);
            return await tls.ReadAsync(new byte[1024], patience.Token) > 0 ? "taken, without EXTERNAL" : "closed";
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return $"refused: {e.GetBaseException().Message}";
        }
        catch (OperationCanceledException)
        {
            return "STILL OPEN";
        }
    }
}
