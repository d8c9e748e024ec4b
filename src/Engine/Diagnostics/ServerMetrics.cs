using System.Diagnostics.Metrics;
using Meerkat.Engine.Net;
using Meerkat.Engine.Services;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Diagnostics;

/// <summary>
/// The server's counters, histograms and gauges: the meter <see cref="MeterName"/>, and the same figures as event counters
/// (see <see cref="MeerkatEventSource"/>). Counting is a striped addition, read only when somebody looks. Any thread.
/// </summary>
public sealed class ServerMetrics : IDisposable
{
    public const string MeterName = "Meerkat";

    private const string MechanismTag = "mechanism";

    private readonly Meter _meter = new(MeterName);
    private readonly StripedCounter[] _stanzas = [new(), new(), new(), new()];
    private readonly TaggedCounter _logins = new(MechanismTag);
    private readonly TaggedCounter _failedLogins = new(MechanismTag);
    private readonly TaggedCounter _denials = new("rule");
    private readonly StripedCounter _lockedOut = new();
    private readonly StripedCounter _streamErrors = new();
    private readonly StripedCounter _errorReplies = new();
    private readonly StripedCounter _suppressedReplies = new();
    private readonly StripedCounter _loops = new();
    private readonly StripedCounter _requests = new();
    private readonly StripedCounter _answers = new();
    private readonly StripedCounter _timeouts = new();
    private readonly StripedCounter _refusedRequests = new();
    private readonly StripedCounter _pushes = new();
    private readonly StripedCounter _disabledPushes = new();
    private readonly Histogram<double> _loginTime;
    private readonly MeerkatEventSource _events;
    private readonly List<ServerFigure> _figures;

    public ServerMetrics(Network network, SessionTable sessions, ServiceRegistry services)
    {
        var net = network.Counters;
        _figures =
        [
            ServerFigure.Gauge("meerkat.connections", "Open connections", () => network.Connections.Count),
            ServerFigure.Gauge("meerkat.sessions", "Bound resources", () => sessions.SessionCount),
            ServerFigure.Gauge("meerkat.users", "Accounts with a bound resource", () => sessions.UserCount),
            ServerFigure.Gauge("meerkat.buffers.rented", "Bytes of buffers in use", () => network.Buffers.RentedBytes),
            ServerFigure.Gauge("meerkat.components", "Connected components", () => Components.Connected.Value),
            ServerFigure.Counter("meerkat.components.auth_failed", "Components with a wrong password", () => Components.AuthenticationsFailed.Value),
            ServerFigure.Counter("meerkat.components.bytes.received", "Bytes received from components", () => Components.BytesReceived.Value),
            ServerFigure.Counter("meerkat.components.bytes.sent", "Bytes handed to components", () => Components.BytesSent.Value),
            ServerFigure.Counter("meerkat.stanzas.message", "Messages received", () => Stanzas(StanzaKind.Message)),
            ServerFigure.Counter("meerkat.stanzas.presence", "Presences received", () => Stanzas(StanzaKind.Presence)),
            ServerFigure.Counter("meerkat.stanzas.iq", "IQs received", () => Stanzas(StanzaKind.Iq)),
            ServerFigure.Counter("meerkat.logins", "Resources bound", _logins),
            ServerFigure.Counter("meerkat.logins.failed", "Authentications failed", _failedLogins),
            ServerFigure.Counter("meerkat.lockouts.refused", "Refused for earlier failures", () => _lockedOut.Value),
            ServerFigure.Gauge("meerkat.addresses.locked_out", "Addresses nobody may log in from", () => LockedOutAddresses()),
            ServerFigure.Counter("meerkat.access.denied", "Refused by an access rule", _denials),
            ServerFigure.Counter("meerkat.stream_errors", "Streams ended with an error of theirs", () => _streamErrors.Value),
            ServerFigure.Counter("meerkat.error_replies", "Stanzas answered with an error", () => _errorReplies.Value),
            ServerFigure.Counter("meerkat.error_replies.suppressed", "Errors to errors", () => _suppressedReplies.Value),
            ServerFigure.Counter("meerkat.routing_loops.dropped", "Stanzas routed in circles", () => _loops.Value),
            ServerFigure.Gauge("meerkat.requests.pending", "Requests of the server's own under way", () => PendingRequests),
            ServerFigure.Counter("meerkat.requests.timed_out", "Requests of its own unanswered", () => _timeouts.Value),
            ServerFigure.Counter("meerkat.requests.refused", "Requests of its own not sent", () => _refusedRequests.Value),
            ServerFigure.Counter("meerkat.push.published", "Notifications for push services", () => _pushes.Value),
            ServerFigure.Counter("meerkat.push.disabled", "Registrations their services refused", () => _disabledPushes.Value),
            ServerFigure.Counter("meerkat.bytes.received", "Bytes received", () => net.BytesReceived.Value),
            ServerFigure.Counter("meerkat.bytes.sent", "Bytes sent", () => net.BytesSent.Value),
            ServerFigure.Counter("meerkat.connections.opened", "Connections accepted", () => net.Opened.Value),
            ServerFigure.Counter("meerkat.connections.refused", "Connections refused by a limit", () => net.Refused.Value),
            ServerFigure.Gauge("meerkat.connections.throttled", "Paused by a shaper", () => network.Throttled.Count),
            ServerFigure.Counter("meerkat.throttled", "Pauses by a shaper", () => net.Throttled.Value),
            ServerFigure.Counter("meerkat.outboxes_full", "Slow readers cut off", () => net.OutboxesFull.Value),
            ServerFigure.Counter("meerkat.tls.handshakes", "TLS handshakes done", () => net.HandshakesDone.Value),
            ServerFigure.Counter("meerkat.tls.failures", "TLS handshakes failed", () => net.HandshakesFailed.Value),
        ];
        foreach (var figure in _figures) figure.AddTo(_meter);

        // Of each service by itself: event counters have no such thing.
        _meter.CreateObservableGauge(
            "meerkat.service.state", () => PerService(services, service => (long)service.State), description: "State of a service");
        _meter.CreateObservableGauge(
            "meerkat.service.start_time",
            () => PerService(services, service => service.StartedAt?.ToUnixTimeSeconds() ?? 0),
            "s",
            "When a service was started, in Unix time");
        _loginTime = _meter.CreateHistogram<double>("meerkat.login.duration", "ms", "From accept to a bound resource");
        _events = new MeerkatEventSource(_figures);
    }

    internal Meter Meter => _meter;

    public ComponentCounters Components { get; } = new();

    public void StanzaReceived(StanzaKind kind) => _stanzas[(int)kind].Add(1);

    /// <summary>A resource was bound, this long after its connection was accepted.</summary>
    /// <param name="mechanism">One of this server's SASL mechanisms.</param>
    /// <param name="sinceAccept">How long it took.</param>
    public void LoggedIn(string mechanism, TimeSpan sinceAccept)
    {
        _logins.Add(mechanism);
        _loginTime.Record(sinceAccept.TotalMilliseconds, KeyValuePair.Create(MechanismTag, (object?)mechanism));
    }

    /// <param name="mechanism">One of this server's SASL mechanisms, or that it is none.</param>
    public void AuthenticationFailed(string mechanism) => _failedLogins.Add(mechanism);

    /// <param name="rule">What the rule is for: one of this server's words.</param>
    public void AccessDenied(string rule) => _denials.Add(rule);

    /// <summary>A login was refused since too many of its address have failed.</summary>
    public void LoginLockedOut() => _lockedOut.Add(1);

    /// <summary>How many addresses are locked out.</summary>
    public Func<long> LockedOutAddresses { get; init; } = static () => 0;

    public void StreamFailed() => _streamErrors.Add(1);

    public void ErrorReplied() => _errorReplies.Add(1);

    public void ErrorReplySuppressed() => _suppressedReplies.Add(1);

    public void LoopDropped() => _loops.Add(1);

    public void RequestSent() => _requests.Add(1);

    public void RequestAnswered() => _answers.Add(1);

    public void RequestTimedOut() => _timeouts.Add(1);

    public void RequestRefused() => _refusedRequests.Add(1);

    public void PushPublished() => _pushes.Add(1);

    public void PushDisabled() => _disabledPushes.Add(1);

    /// <summary>What a counter or gauge of <see cref="MeterName"/> says now.</summary>
    internal long Read(string figure) => _figures.First(candidate => candidate.Name == figure).Read();

    public void Dispose()
    {
        _meter.Dispose();
        _events.Dispose();
    }

    private long PendingRequests => _requests.Value - _answers.Value - _timeouts.Value;

    private static IEnumerable<Measurement<long>> PerService(ServiceRegistry services, Func<ServiceStatus, long> read) =>
        services.List().Select(service => new Measurement<long>(read(service), new KeyValuePair<string, object?>("service", service.Name)));

    private long Stanzas(StanzaKind kind) => _stanzas[(int)kind].Value;
}
