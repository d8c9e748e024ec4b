using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Meerkat.Server.Metrics;
using Meerkat.Server.Tests.Admin;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Meerkat.Server.Tests.Metrics;

/// <summary><c>/metrics</c>: OpenMetrics 1.0, held against a strict parser, and Prometheus' older text.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Page_is_open_metrics_if_that_is_asked_for()
    {
        await using var node = await AdminNode.StartAsync();
        using var http = node.OpenHttp();
        http.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));

        using var answer = await http.GetAsync("/metrics", TestContext.Current.CancellationToken);
        var metrics = OpenMetricsParser.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("counter", metrics.Families["meerkat_bytes_received"].Type);
        Assert.Equal("gauge", metrics.Families["meerkat_sessions"].Type);
        Assert.Contains("dotnet_gc_collections_total{gc_heap_generation=\"gen0\"}", metrics.Values.Keys);
        Assert.Contains(metrics.Families, family => family.Key.StartsWith("dotnet_", StringComparison.Ordinal) && family.Value.Unit == "bytes");
    }

    [Fact]
    public async Task Login_is_counted_and_timed_in_seconds()
    {
        await using var node = await AdminNode.StartAsync();
        using var http = node.OpenHttp();
        await Commands.CommandRun.WithInputAsync(
            "secret\n", "ctl", "account", "register", "--user", "a@localhost", "--password-stdin", "--admin-socket", node.Socket);
        using var client = await XmppClient.LoginAsync(node.ClientEndPoint, "a@localhost/phone", "secret");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("Accept", "application/openmetrics-text");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var metrics = OpenMetricsParser.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        // Other tests of this process have servers of their own, whose instruments have the same names.
        var duration = metrics.Families.Single(family => family.Key.StartsWith("meerkat_login_duration", StringComparison.Ordinal));
        Assert.Equal(("histogram", "seconds"), duration.Value);
        Assert.Equal("meerkat_login_duration_seconds", duration.Key);
    }

    [Fact]
    public void Both_formats_write_what_they_must()
    {
        var families = new MetricFamily[]
        {
            new("a_seconds", "seconds", "Time \"it\" took\\", MetricKind.Histogram, [new("x=\"1\"", 1.5, [(0.5, 1), (1, 2), (double.PositiveInfinity, 3)])]),
            new("b", null, "Things", MetricKind.Counter, [new(MetricsText.Label("n", "a\"\\\nb"), 7)]),
            new("c", null, "What", MetricKind.Info, [new("v=\"1\"", 1)]),
        };

        var open = MetricsText.Write(families, MetricsFormat.OpenMetrics);
        var text = MetricsText.Write(families, MetricsFormat.Text);

        Assert.Equal(
            """
            # TYPE a_seconds histogram
            # UNIT a_seconds seconds
            # HELP a_seconds Time \"it\" took\\
            a_seconds_bucket{x="1",le="0.5"} 1
            a_seconds_bucket{x="1",le="1.0"} 2
            a_seconds_bucket{x="1",le="+Inf"} 3
            a_seconds_sum{x="1"} 1.5
            a_seconds_count{x="1"} 3
            # TYPE b counter
            # HELP b Things
            b_total{n="a\"\\\nb"} 7
            # TYPE c info
            # HELP c What
            c_info{v="1"} 1
            # EOF

            """,
            open);
        OpenMetricsParser.Parse(open);
        Assert.Equal(
            """
            # TYPE a_seconds histogram
            # HELP a_seconds Time "it" took\\
            a_seconds_bucket{x="1",le="0.5"} 1
            a_seconds_bucket{x="1",le="1"} 2
            a_seconds_bucket{x="1",le="+Inf"} 3
            a_seconds_sum{x="1"} 1.5
            a_seconds_count{x="1"} 3
            # TYPE b_total counter
            # HELP b_total Things
            b_total{n="a\"\\\nb"} 7
            # TYPE c_info gauge
            # HELP c_info What
            c_info{v="1"} 1

            """,
            text);
    }

    [Theory]
    [InlineData(MetricsFormat.Text)]
    [InlineData(MetricsFormat.Text, "*/*")]
    [InlineData(MetricsFormat.Text, "nonsense")]
    [InlineData(MetricsFormat.Text, "text/plain;version=0.0.4")]
    [InlineData(MetricsFormat.Text, "application/openmetrics-text;q=0.4,text/plain;q=0.5")]
    [InlineData(MetricsFormat.Text, "application/openmetrics-text;q=0")]
    [InlineData(MetricsFormat.Text, "application/openmetrics-text;version=2.0.0")]
    [InlineData(MetricsFormat.OpenMetrics, "application/openmetrics-text")]
    [InlineData(MetricsFormat.OpenMetrics, "application/openmetrics-text;version=1.0.0;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.3")]
    [InlineData(MetricsFormat.OpenMetrics, "text/plain;q=0.5", "application/openmetrics-text;q=0.5")]
    internal void Format_is_what_is_liked_most(MetricsFormat expected, params string[] accept) =>
        Assert.Equal(expected, MetricsPage.Choose(new StringValues(accept)));

    [Theory]
    [InlineData("meerkat.login.duration", "ms", "meerkat_login_duration_seconds", "seconds", 0.001)]
    [InlineData("process.memory", "By", "process_memory_bytes", "bytes", 1)]
    [InlineData("meerkat.buffers.bytes", "By", "meerkat_buffers_bytes", "bytes", 1)]
    [InlineData("gc.collections", "{collection}", "gc_collections", null, 1)]
    [InlineData("requests_total", null, "requests", null, 1)]
    [InlineData("1st-thing", null, "_1st_thing", null, 1)]
    public void Names_and_units_are_as_prometheus_has_them(string name, string? unit, string expected, string? expectedUnit, double scale)
    {
        using var meter = new Meter("test");

        Assert.Equal(new(expected, expectedUnit, scale), MetricName.Of(meter.CreateCounter<long>(name, unit)));
    }

    [Fact]
    public void Collector_sums_what_is_counted_and_reads_what_is_read()
    {
        using var collector = new MetricsCollector("1.2.3");
        using var meter = new Meter("Meerkat.Tests");
        var counter = meter.CreateCounter<long>("test.counted");
        var upDown = meter.CreateUpDownCounter<int>("test.open");
        var gauge = meter.CreateGauge<double>("test.level");
        var histogram = meter.CreateHistogram<double>("test.took", "ms");
        var read = 0L;
        meter.CreateObservableGauge("test.read", () => new[] { new Measurement<long>(++read, new KeyValuePair<string, object?>("b", 2), new("a", "x")) });

        counter.Add(2);
        counter.Add(3);
        upDown.Add(5);
        upDown.Add(-1);
        gauge.Record(1);
        gauge.Record(2.5);
        histogram.Record(7);
        histogram.Record(20_000);
        collector.Collect();
        var metrics = OpenMetricsParser.Parse(MetricsText.Write(collector.Collect(), MetricsFormat.OpenMetrics));

        Assert.Equal(5, metrics.Values["test_counted_total"]);
        Assert.Equal(4, metrics.Values["test_open"]);
        Assert.Equal(2.5, metrics.Values["test_level"]);
        Assert.Equal(2, metrics.Values["test_read{a=\"x\",b=\"2\"}"]);
        Assert.Equal(0, metrics.Values["test_took_seconds_bucket{le=\"0.005\"}"]);
        Assert.Equal(1, metrics.Values["test_took_seconds_bucket{le=\"0.01\"}"]);
        Assert.Equal(2, metrics.Values["test_took_seconds_count"]);
        Assert.Equal(20.007, metrics.Values["test_took_seconds_sum"], 6);
        Assert.Equal(1, metrics.Values["meerkat_build_info{version=\"1.2.3\"}"]);
    }
}
