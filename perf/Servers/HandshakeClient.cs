using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Perf.Servers;

/// <summary>A client that shakes hands in full, each time as if it were the first, and accepts every certificate.</summary>
internal static class HandshakeClient
{
    /// <summary>What every server here takes from our client, under its name in OpenSSL.</summary>
    public const string CipherSuite = "TLS_AES_256_GCM_SHA384";

    /// <summary>One after the other, each closed when it is done.</summary>
    public static async Task RunAsync(IPEndPoint target, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await using SslStream tls = await ConnectAsync(target, null);
            if (tls.NegotiatedCipherSuite != TlsCipherSuite.TLS_AES_256_GCM_SHA384)
                throw new InvalidOperationException($"{target} chose {tls.NegotiatedCipherSuite}");
            await tls.ShutdownAsync();
        }
    }

    /// <exception cref="AuthenticationException">The server has refused.</exception>
    /// <exception cref="IOException">The server has closed the connection.</exception>
    public static async Task<SslStream> ConnectAsync(IPEndPoint target, X509Certificate2? certificate)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsClientAsync(Options(certificate));
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Talks to servers on this machine only.")]
    [SuppressMessage("Security", "CA5398", Justification = "One version and one suite, for all the same.")]
    private static SslClientAuthenticationOptions Options(X509Certificate2? certificate) => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = SslProtocols.Tls13,
        CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_256_GCM_SHA384]),
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        ClientCertificateContext =
            certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
    };
}
