using System.Net;
using System.Text;
using Meerkat.Engine.Options;
using Meerkat.Server.Metrics;
using Meerkat.Server.Tests.Admin;
using Xunit;

namespace Meerkat.Server.Tests.Metrics;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Figures_reach_a_collector_by_http()
    {
        using var collector = new HttpListener();
        var address = ListenAnywhere(collector);
        var received = collector.GetContextAsync();

        await using var node = await AdminNode.StartAsync((_, options) => options with
        {
            Metrics = new() { OtlpEndpoint = address, OtlpProtocol = OtlpProtocol.Http, OtlpInterval = TimeSpan.FromSeconds(1) },
        });
        var context = await received.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body, TestContext.Current.CancellationToken);
        context.Response.Close();
        Assert.Equal("/v1/metrics", context.Request.Url!.AbsolutePath);
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        // Names stand in protocol buffers as they are.
        Assert.Contains("meerkat.sessions", Encoding.Latin1.GetString(body.ToArray()), StringComparison.Ordinal);
        collector.Stop();
    }

    [Fact]
    public void Nothing_is_sent_without_a_collector() => Assert.Null(OtlpExport.Start(new MetricsOptions(), "1"));

    // HttpListener cannot choose a port itself.
    private static string ListenAnywhere(HttpListener listener)
    {
        while (true)
        {
            var address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                listener.Prefixes.Clear();
            }
        }
    }
}
