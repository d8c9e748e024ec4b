using System.Diagnostics.Metrics;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Engine.Services;
using Meerkat.Engine.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Meerkat.Server.Tests.Documents;

/// <summary>The figures that docs/monitoring.md lists against those that the server has.</summary>
public sealed class FigureTableTests
{
    [Fact]
    public void Monitoring_lists_every_figure()
    {
        List<string> published = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => Note(instrument, published) };
        listener.Start();
        using var metrics = new ServerMetrics(
            new Network(new NetOptions(), TimeProvider.System, NullLoggerFactory.Instance),
            new SessionTable(),
            new ServiceRegistry([], TimeProvider.System, NullLogger<ServiceRegistry>.Instance));

        var listed = MarkdownTable.Rows("docs/monitoring.md", "meerkat.").Select(cells => cells[0]);

        // Other tests of this process may have made the same figures meanwhile.
        Assert.Equal(published.Distinct(), listed);
    }

    private static void Note(Instrument instrument, List<string> published)
    {
        if (instrument.Meter.Name != ServerMetrics.MeterName) return;
        lock (published) published.Add(instrument.Name);
    }
}
