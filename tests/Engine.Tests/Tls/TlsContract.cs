using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>
/// What the contracts of connections over TLS share: a certificate for localhost, what shows it, and clients. Each contract
/// holds whichever library does the cryptography.
/// </summary>
public abstract class TlsContract : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    protected TlsContract(TlsLibrary library)
    {
        Options = new TlsOptions { Library = library };
        Certificate = SelfSignedCertificate.LoadOrCreate(_directory.Path, ["localhost"], TimeProvider.System);
        Context = TlsServerContext.Create([Certificate], Options);
    }

    protected TlsOptions Options { get; }

    protected ServerCertificate Certificate { get; }

    protected TlsServerContext Context { get; }

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client of SslStream that has done its handshake on a connection of its own.</summary>
    protected static async Task<SslStream> SecureAsync(
        SocketFixture net, SslProtocols protocol, string serverName = "localhost", params string[] applicationProtocols) =>
        await SecureAsync(await net.ConnectAsync(), protocol, serverName, applicationProtocols);

    protected static async Task<SslStream> SecureAsync(
        NetworkStream socket, SslProtocols protocol, string serverName = "localhost", params string[] applicationProtocols)
    {
        var client = new SslStream(socket, leaveInnerStreamOpen: false, static (_, shown, _, _) => shown is not null);
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            EnabledSslProtocols = protocol,
            ApplicationProtocols = [.. applicationProtocols.Select(name => new SslApplicationProtocol(name))],
        }).WaitAsync(TestClient.Patience);
        return client;
    }

    /// <summary>Reads until the server ended the connection, by FIN or RST.</summary>
    protected static async Task DrainAsync(NetworkStream socket)
    {
        try
        {
            while (!await socket.HasEndedAsync())
            {
            }
        }
        catch (IOException)
        {
        }
    }
}
