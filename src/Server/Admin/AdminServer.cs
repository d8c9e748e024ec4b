using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Meerkat.Engine.Options;
using Meerkat.Engine.Tls;
using Meerkat.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server.Admin;

/// <summary>The HTTP server of administrators. Owned by <see cref="Node"/>.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    // Enough for a few scripts, dashboards and people.
    private const int MaxConnections = 64;

    // An import of some 20,000 accounts; more are for `meerkat user import`.
    private const int MaxRequestBytes = 1024 * 1024;
    private const int MaxHeaderBytes = 16 * 1024;

    private static readonly TimeSpan _headersTimeout = TimeSpan.FromSeconds(10);

    // Requests under way when the server stops.
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(5);

    private readonly WebApplication _application;
    private readonly AdminHttp _http;
    private readonly MetricsPage _metrics;
    private readonly AdminToken? _token;
    private readonly ILogger _logger;

    private AdminServer(AdminOptions options, string socket, AdminParts parts)
    {
        _logger = parts.Loggers.CreateLogger<AdminServer>();
        _token = options.Listen.Count == 0 ? null : AdminToken.Load(options.TokenFile!);
        _metrics = new MetricsPage(parts.Version);
        _http = new AdminHttp(parts.FindRunner, parts.Node, _metrics, _token);
        // Empty: it reads no files and no environment, and logs nothing of its own.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, socket, parts.FindCertificate));
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = Bind);
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    /// <summary>Where it is reached by TCP.</summary>
    public IEnumerable<IPEndPoint> EndPoints =>
        _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Where(address => !address.Contains("/unix:", StringComparison.Ordinal))
            .Select(address => IPEndPoint.Parse(new Uri(address).Authority));

    /// <summary>Listens when it returns.</summary>
    /// <exception cref="IOException">It cannot listen, or the token cannot be read.</exception>
    /// <exception cref="InvalidDataException">The token is too short.</exception>
    public static async Task<AdminServer> StartAsync(AdminOptions options, string socket, AdminParts parts)
    {
        AdminSocketFile.Prepare(socket);
        var server = new AdminServer(options, socket, parts);
        try
        {
            await server._application.StartAsync().ConfigureAwait(false);
            return server;
        }
        catch (SocketException exception)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"cannot listen for administrators: {exception.Message}", exception);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(_stopTimeout);
        await _application.StopAsync(limit.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
        _metrics.Dispose();
        _token?.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await _http.HandleAsync(context).ConfigureAwait(false);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // A body that is too large, or not what its head says.
            await AdminAnswer.WriteProblemAsync(context.Response, exception.StatusCode, exception.Message).ConfigureAwait(false);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            AdminServerLog.RequestFailed(_logger, exception, context.Request.Method, context.Request.Path);
            // What was begun cannot be taken back: the client sees that it is cut off.
            context.Abort();
        }
    }

    private static void Configure(
        KestrelServerOptions kestrel, AdminOptions options, string socket, Func<string?, ServerCertificate> findCertificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = _headersTimeout;
        kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
        foreach (var endPoint in options.Listen)
        {
            kestrel.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (options.HasTls) listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = hello => new(Handshake(findCertificate(hello.ClientHelloInfo.ServerName))) });
            });
        }
    }

    private static SslServerAuthenticationOptions Handshake(ServerCertificate certificate) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, certificate.Intermediates, offline: true),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };

    private static Socket Bind(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        // Nobody can connect before it listens, which is after this.
        if (endPoint is UnixDomainSocketEndPoint) AdminSocketFile.Protect(endPoint.ToString()!);
        return socket;
    }

    /// <summary>Signals are the server's own business, not the web host's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
