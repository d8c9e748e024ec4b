using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Tests.Tls;
using Meerkat.Engine.Tls;
using Xunit;

namespace Meerkat.Engine.Tests.OpenSsl;

/// <summary>Both sides of a TLS connection, and nothing between them but the test.</summary>
internal sealed class EnginePair : IDisposable
{
    private readonly byte[] _output = new byte[64 * 1024];

    public EnginePair(OpenSslContext context, SslProtocols protocol, OpenSslClient? resumed = null, bool hasExtendedMasterSecret = true)
    {
        Terms = new HandshakeTerms([context], 0, [], new TlsOptions());
        Server = new SslEngine(context);
        Client = new OpenSslClient(protocol, resumed, hasExtendedMasterSecret);
    }

    public EnginePair(
        OpenSslContext context, SslProtocols protocol, TlsOptions options, OpenSslClient? resumed = null, X509Certificate2? certificate = null)
    {
        Terms = new HandshakeTerms([context], 0, [], options);
        Server = new SslEngine(context);
        Client = new OpenSslClient(protocol, resumed, certificate: certificate);
    }

    public HandshakeTerms Terms { get; }

    public SslEngine Server { get; }

    public OpenSslClient Client { get; }

    /// <summary>What the server has said in the last call.</summary>
    public ReadOnlySpan<byte> Output => _output.AsSpan(0, Result.Put);

    public SslResult Result { get; private set; }

    public static OpenSslContext MakeContext(TlsOptions? options = null)
    {
        using var directory = new TemporaryDirectory();
        ServerCertificate certificate = SelfSignedCertificate.LoadOrCreate(directory.Path, ["localhost"], TimeProvider.System);
        return new OpenSslContext(certificate, options ?? new TlsOptions());
    }

    public EnginePair Connect()
    {
        byte[] toServer = Client.Handshake([], out bool isClientDone);
        do
        {
            Result = Server.Handshake(toServer, _output, Terms);
            Assert.True(Result.Status is SslStatus.NeedsInput or SslStatus.Done, Server.Failure);
            if (!isClientDone) toServer = Client.Handshake(Output, out isClientDone);
            else Client.Receive(Output);
        }
        while (Result.Status != SslStatus.Done);
        Assert.True(isClientDone, Client.Failure);
        return this;
    }

    /// <summary>The server takes these bytes, all of them if it can; returns what it read.</summary>
    public string Read(byte[] input)
    {
        byte[] text = new byte[64 * 1024];
        Result = Server.Read(input, text, _output);
        return System.Text.Encoding.Latin1.GetString(text, 0, Result.Count);
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }
}
