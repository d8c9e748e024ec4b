using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Diagnostics;

/// <summary>The figures of logins say by which mechanism (sasl-external §10).</summary>
public sealed class LoginFiguresTests
{
    [Fact]
    public async Task Login_counts_for_its_mechanism()
    {
        await using var server = new TestServer();
        using var figures = new Figures(server.Metrics);

        await server.LoginAsync("romeo@example.org/garden");
        await server.LoginAsync("juliet@example.org/balcony");

        Assert.Equal(["meerkat.login.duration PLAIN", "meerkat.login.duration PLAIN", "meerkat.logins PLAIN 2"], figures.Read());
    }

    [Fact]
    public async Task Failure_counts_for_the_mechanism_that_was_tried_and_no_peer_makes_up_another()
    {
        await using var server = new TestServer();
        using var figures = new Figures(server.Metrics);
        await server.AddAccountAsync("romeo@example.org");
        var client = server.Connect();
        await client.OpenAsync();

        await client.RequestAsync(TestClient.Auth("romeo", "wrong"));
        await client.RequestAsync("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='MADE-UP'/>");

        Assert.Equal(["meerkat.logins.failed PLAIN 1", "meerkat.logins.failed unknown 1"], figures.Read());
    }

    [Fact]
    public void Event_counter_is_the_sum_of_all_mechanisms()
    {
        var counter = new TaggedCounter("mechanism");

        counter.Add("PLAIN");
        counter.Add("EXTERNAL");
        counter.Add("PLAIN");

        Assert.Equal(3, counter.Total);
        Assert.Equal([1, 2], counter.Measure().Select(measurement => measurement.Value).Order());
    }

    /// <summary>What one server's figures of logins say: name, mechanism, and of a counter its value.</summary>
    private sealed class Figures : IDisposable
    {
        private readonly ConcurrentQueue<string> _measurements = new();
        private readonly MeterListener _listener = new();

        public Figures(ServerMetrics metrics)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == metrics.Meter && instrument.Name.Contains("login", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>(
                (instrument, value, tags, _) => _measurements.Enqueue($"{instrument.Name} {MechanismIn(tags)} {value}"));
            _listener.SetMeasurementEventCallback<double>(
                (instrument, _, tags, _) => _measurements.Enqueue($"{instrument.Name} {MechanismIn(tags)}"));
            _listener.Start();
        }

        public IEnumerable<string> Read()
        {
            _listener.RecordObservableInstruments();
            return _measurements.Order(StringComparer.Ordinal);
        }

        public void Dispose() => _listener.Dispose();

        private static object? MechanismIn(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Assert.Equal("mechanism", tags[0].Key);
            Assert.Equal(1, tags.Length);
            return tags[0].Value;
        }
    }
}
