using System.Net;
using System.Net.Sockets;
using System.Text;
using Meerkat.LoadGen.Measure;
using Xunit;

namespace Meerkat.LoadGen.Tests.Measure;

public sealed class MetricsSourceTests
{
    private const string Metrics =
        """
        # TYPE dotnet_gc_collections_total counter
        dotnet_gc_collections_total{gc_heap_generation="gen0"} 5
        dotnet_gc_collections_total{gc_heap_generation="gen1"} 2 1700000000
        dotnet_gc_collections_total_other 100
        dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="gen0"} 1.5e3
        dotnet_gc_heap_total_allocated_bytes_total 2049840

        """;

    private static readonly RuntimeFigures _expected = new(1500, 2_049_840, 7, null);

    [Fact]
    public void Figures_of_one_name_are_added_up() => Assert.Equal(_expected, RuntimeFigures.Parse(Metrics));

    [Fact]
    public async Task Metrics_are_read_by_tcp()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var source = new MetricsSource($"http://{listener.LocalEndPoint}/metrics");

        Assert.Equal(_expected, await ReadAsync(listener, source, "200 OK"));
    }

    [Fact]
    public async Task Metrics_are_read_by_a_unix_socket()
    {
        var folder = Directory.CreateTempSubdirectory("loadgen-metrics-").FullName;
        var path = Path.Combine(folder, "socket");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        using var source = new MetricsSource(path);

        var figures = await ReadAsync(listener, source, "200 OK");
        Directory.Delete(folder, recursive: true);

        Assert.Equal(_expected, figures);
    }

    [Fact]
    public async Task Metrics_that_are_refused_are_none()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var source = new MetricsSource($"http://{listener.LocalEndPoint}/metrics");

        Assert.Null(await ReadAsync(listener, source, "401 Unauthorized"));
    }

    [Fact]
    public void Metrics_of_nobody_are_none()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var source = new MetricsSource($"http://{closed.LocalEndPoint}/metrics");

        Assert.Null(source.Read());
    }

    private static async Task<RuntimeFigures?> ReadAsync(Socket listener, MetricsSource source, string status)
    {
        listener.Listen();
        var answering = AnswerAsync(listener, status);
        var figures = await Task.Run(source.Read, TestContext.Current.CancellationToken);
        await answering;
        return figures;
    }

    private static async Task AnswerAsync(Socket listener, string status)
    {
        using var peer = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        await peer.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken);
        await peer.SendAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {Metrics.Length}\r\nConnection: close\r\n\r\n{Metrics}"),
            TestContext.Current.CancellationToken);
        peer.Shutdown(SocketShutdown.Send);
    }
}
