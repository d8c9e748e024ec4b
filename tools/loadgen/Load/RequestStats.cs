using System.Text;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// IQ requests of one kind: how they are written, and what becomes of those of all users. Any thread; read by the run's
/// thread at the end.
/// </summary>
internal sealed class RequestStats(TrafficKind kind, string domain, MeasureWindow window, FailureCounts failures)
{
    private readonly string _payload = kind switch
    {
        TrafficKind.Ping => "<ping xmlns='urn:xmpp:ping'/>",
        TrafficKind.Roster => "<query xmlns='jabber:iq:roster'/>",
        _ => "<query xmlns='http://jabber.org/protocol/disco#info'/>",
    };

    // A roster is the account's, not the server's.
    private readonly string _to = kind == TrafficKind.Roster ? "" : $" to='{domain}'";
    private readonly LatencyHistogram _latency = new();
    private long _sent;
    private long _answered;
    private long _answeredInWindow;
    private long _refused;
    private long _unsent;

    private string Name => TrafficMix.Names[(int)kind];

    public long Sent => Interlocked.Read(ref _sent);

    public long Answered => Interlocked.Read(ref _answered);

    public byte[] Write(string id) => Encoding.UTF8.GetBytes($"<iq type='get' id='{id}'{_to}>{_payload}</iq>");

    public void OnSent() => Interlocked.Increment(ref _sent);

    /// <summary>It was due, and could not be sent.</summary>
    public void OnUnsent() => Interlocked.Increment(ref _unsent);

    public void OnAnswer(long sent, long now)
    {
        Interlocked.Increment(ref _answered);
        if (window.Contains(now))
            Interlocked.Increment(ref _answeredInWindow);
        if (window.Contains(sent))
            _latency.Record(Clock.Nanoseconds(now - sent));
    }

    public void OnRefusal(string condition)
    {
        Interlocked.Increment(ref _refused);
        failures.Add($"{Name}:{condition}");
    }

    public RequestReport Report() => new(
        Name, Sent, Answered, Interlocked.Read(ref _answeredInWindow), Interlocked.Read(ref _refused),
        Math.Max(0, Sent - Answered), Interlocked.Read(ref _unsent), LatencySummary.Of(_latency));
}
