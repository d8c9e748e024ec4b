using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Options;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Server.Tests;

/// <summary>The server on a machine whose loader does not find OpenSSL 3.</summary>
public sealed class MissingOpenSslTests : IDisposable
{
    private const string Header =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";

    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(30);

    // libcrypto is there and libssl is not: what a half-removed package leaves.
    private static readonly OpenSslLibrary _missing = new(name => !name.StartsWith("libssl", StringComparison.Ordinal));

    private readonly string _data = Directory.CreateTempSubdirectory("meerkat-no-openssl-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Clients_get_tls_by_SslStream_and_the_log_says_so()
    {
        using var log = new LogLines();
        await using var node = await StartAsync(new(), log, _missing);

        var features = await FeaturesOverTlsAsync(node.EndPoints.Single().EndPoint);

        Assert.Contains(
            "Warning 2002: OpenSSL 3 is missing (libssl.so.3 cannot be loaded); TLS is done by SslStream, which needs more memory and time",
            log.Lines);
        // The binding that SslStream does not have, and one that it has.
        Assert.DoesNotContain("tls-exporter", features, StringComparison.Ordinal);
        Assert.Contains("tls-server-end-point", features, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_server_has_the_bindings_of_OpenSSL_where_it_is_found()
    {
        using var log = new LogLines();
        await using var node = await StartAsync(new(), log, OpenSslLibrary.OfSystem);

        var features = await FeaturesOverTlsAsync(node.EndPoints.Single().EndPoint);

        Assert.Contains(log.Lines, line => line.StartsWith("Information 2001: TLS is done by OpenSSL 3.", StringComparison.Ordinal));
        Assert.Contains("tls-exporter", features, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_must_use_OpenSSL_does_not_start() =>
        Assert.Equal(
            "tls.library: OpenSSL 3 is missing (libssl.so.3 cannot be loaded); install it, or set auto or sslstream",
            await MistakeOfAsync(new() { Library = TlsLibraryChoice.OpenSsl }));

    [Fact]
    public async Task Options_that_only_OpenSSL_knows_are_not_ignored() =>
        Assert.StartsWith("tls.ciphers: ", await MistakeOfAsync(new() { Ciphers = "ECDHE+AESGCM" }), StringComparison.Ordinal);

    private async Task<string> MistakeOfAsync(ClientTlsOptions tls)
    {
        using var log = new LogLines();
        var mistake = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(tls, log, _missing));
        return mistake.Message;
    }

    private Task<Node> StartAsync(ClientTlsOptions tls, LogLines log, OpenSslLibrary openSsl)
    {
        var options = Options(tls);
        return Node.StartAsync(options, () => options, log, openSsl, new LogThreshold(LogLevel.Debug));
    }

    private ServerOptions Options(ClientTlsOptions tls) => new()
    {
        Listen = new() { C2sTls = [new(IPAddress.Loopback, 0)] },
        Storage = new() { DataDirectory = _data },
        Tls = tls,
    };

    [SuppressMessage("Security", "CA5359", Justification = "Any certificate will do here.")]
    private static async Task<string> FeaturesOverTlsAsync(IPEndPoint target)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(_guard);
        using var client = new TcpClient();
        await client.ConnectAsync(target, guard.Token);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, guard.Token);
        await tls.WriteAsync(Encoding.UTF8.GetBytes(Header), guard.Token);
        var received = "";
        var buffer = new byte[4096];
        while (!received.Contains("</stream:features>", StringComparison.Ordinal))
        {
            var count = await tls.ReadAsync(buffer, guard.Token);
            Assert.NotEqual(0, count);
            received += Encoding.UTF8.GetString(buffer, 0, count);
        }

        return received;
    }
}
