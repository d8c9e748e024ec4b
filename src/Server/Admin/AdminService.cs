using System.Net;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Options;
using Meerkat.Engine.Services;
using Meerkat.Engine.Tls;
using Meerkat.Server.Metrics;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server.Admin;

/// <summary>
/// All that lets others look into a node and change it, as a service of the node: the HTTP server, and the export
/// of figures. It answers from its start on; commands wait until there is something to command.
/// </summary>
internal sealed class AdminService(
    ServerOptions options, INodeControl node, Func<string?, ServerCertificate> findCertificate, ILoggerFactory loggers) : INodeService
{
    private AdminServer? _server;
    private IDisposable? _export;

    // Null until the node has what commands work on; set once, by the node's start.
    private volatile AdminRunner? _runner;

    public string Name => "admin";

    /// <summary>Who stopped it over HTTP would wait for the answer of what was stopped.</summary>
    public bool IsRequired => true;

    /// <summary>Where the HTTP API is reached by TCP.</summary>
    public IEnumerable<(string Name, IPEndPoint EndPoint)> EndPoints => _server?.EndPoints.Select(endPoint => ("admin", endPoint)) ?? [];

    /// <summary>The Unix socket of a server with these options.</summary>
    public static string SocketOf(ServerOptions options) =>
        Path.GetFullPath(options.Admin.Socket ?? Path.Combine(options.Storage.DataDirectory, AdminOptions.SocketName));

    /// <summary>From now on commands are run.</summary>
    public void Attach(AdminRunner runner) => _runner = runner;

    /// <exception cref="IOException">It cannot listen, or the token cannot be read.</exception>
    /// <exception cref="InvalidDataException">The token is too short.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        var version = Engine.Modules.Xep0092Version.Version;
        if (options.Admin.IsEnabled)
        {
            var parts = new AdminParts(() => _runner, node, version, findCertificate, loggers);
            _server = await AdminServer.StartAsync(options.Admin, SocketOf(options), parts).ConfigureAwait(false);
        }

        _export = OtlpExport.Start(options.Metrics, version);
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
        _export?.Dispose();
        (_server, _export) = (null, null);
    }
}
