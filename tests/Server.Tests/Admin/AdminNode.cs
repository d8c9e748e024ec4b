using System.Net;
using System.Net.Sockets;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Options;
using Meerkat.Engine.Streams;
using Meerkat.Server.Admin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meerkat.Server.Tests.Admin;

/// <summary>A whole server in the test process, with its administration on a Unix socket. One per test.</summary>
internal sealed class AdminNode : IAsyncDisposable
{
    public const string Domain = "localhost";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("meerkat-admin-");
    private Node? _node;

    private AdminNode() => Options = new ServerOptions
    {
        Domains = [Domain, "other.localhost"],
        Listen = new() { C2s = [new(IPAddress.Loopback, 0)] },
        Tls = new() { StartTls = StartTlsPolicy.Optional, AllowPlainWithoutTls = true },
        Accounts = new() { ScramIterations = 4096 },
        Storage = new() { DataDirectory = _data.FullName },
    };

    public ServerOptions Options { get; private set; }

    public string Socket => AdminService.SocketOf(Options);

    public string DataDirectory => _data.FullName;

    public Task StopRequested => _node!.StopRequested;

    public IPEndPoint ClientEndPoint => EndPointOf("c2s");

    public IPEndPoint ComponentEndPoint => EndPointOf("component");

    public IPEndPoint AdminEndPoint => EndPointOf("admin");

    public LogThreshold Threshold { get; } = new(LogLevel.Information);

    public static Task<AdminNode> StartAsync() => StartAsync((_, options) => options);

    /// <param name="change">What is different from the usual, given the data directory.</param>
    public static async Task<AdminNode> StartAsync(Func<string, ServerOptions, ServerOptions> change)
    {
        var node = new AdminNode();
        node.Options = change(node.DataDirectory, node.Options);
        try
        {
            node._node = await Node.StartAsync(
                node.Options, () => node.Options, NullLoggerFactory.Instance, OpenSslLibrary.OfSystem, node.Threshold);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the Unix socket.</summary>
    public HttpClient OpenHttp() => new(new SocketsHttpHandler
    {
        // A client that asks first whether its body is wanted waits for the answer.
        Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
    };

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private IPEndPoint EndPointOf(string name) => _node!.EndPoints.First(listener => listener.Name == name).EndPoint;
}
