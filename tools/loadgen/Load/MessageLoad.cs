using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// The messages of one run: joins the users who are online into pairs, or each with the component, starts the load, ends it
/// and counts. Belongs to the run's thread; the open loop has a thread of its own to send.
/// </summary>
internal sealed class MessageLoad : ILoad
{
    private readonly LoadOptions _options;
    private readonly MessageStats _stats;
    private readonly List<Mailbox> _mailboxes = [];
    private readonly OpenLoop? _loop;
    private int _stanzaBytes;

    public MessageLoad(LoadOptions options, IReadOnlyList<LoadUser> users, FailureCounts failures)
    {
        _options = options;
        _stats = new MessageStats(options.RunId, failures);
        _loop = options.Scenario == "rate" ? new OpenLoop(Window, options.Drain) : null;
        if (options.Component is null)
            JoinPairs(users);
        else
            JoinEach(users, options.ComponentDomain);
    }

    public MeasureWindow Window => _stats.Window;

    public LatencyHistogram Latency => _stats.Latency;

    public bool IsPossible => _mailboxes.Count > 0;

    /// <summary>Different messages that have arrived so far.</summary>
    public long Arrived => _mailboxes.Sum(mailbox => mailbox.Received);

    private long Sent => _mailboxes.Sum(mailbox => mailbox.Sent);

    public void Start(long now)
    {
        var start = now + Clock.Ticks(_options.Warmup);
        Window.Set(start, start + Clock.Ticks(_options.Duration));
        if (_loop is null)
        {
            _mailboxes.ForEach(mailbox => mailbox.Send(_options.Window, Stopwatch.GetTimestamp()));
            return;
        }

        var schedule = new OpenLoopSchedule(
            now, _options.MessagesPerSecond, _options.Warmup + _options.Duration, Stopwatch.Frequency);
        _loop.Start(schedule, (number, intended) => _mailboxes[(int)(number % _mailboxes.Count)].Send(1, intended));
    }

    public void Drain(Func<bool> isHopeless)
    {
        _loop?.Join();
        Load.Drain.Wait(() => Sent, () => Arrived, _options.Drain, isHopeless);
    }

    public LoadReport Report(LoadReport report) => report with { Messages = CreateReport(report.Measured) };

    private MessageReport CreateReport(TimeSpan measured)
    {
        var delivered = _mailboxes.Sum(mailbox => mailbox.ReceivedInWindow);
        return new MessageReport
        {
            StanzaBytes = _stanzaBytes,
            Sent = Sent,
            Received = Arrived,
            Delivered = delivered,
            DeliveredPerSecond = measured > TimeSpan.Zero ? delivered / measured.TotalSeconds : 0,
            Lost = _mailboxes.Sum(mailbox => mailbox.Lost),
            Duplicated = _mailboxes.Sum(mailbox => mailbox.Duplicated),
            Reordered = _mailboxes.Sum(mailbox => mailbox.Reordered),
            Corrupted = _mailboxes.Sum(mailbox => mailbox.Corrupted),
            Misrouted = _mailboxes.Sum(mailbox => mailbox.Misrouted),
            Bounced = _mailboxes.Sum(mailbox => mailbox.Bounced),
            Unsent = _mailboxes.Sum(mailbox => mailbox.Unsent) + (_loop?.Skipped ?? 0),
            Latency = LatencySummary.Of(_stats.Latency),
            ScheduleLag = _loop is null ? null : LatencySummary.Of(_loop.Lag),
        };
    }

    private void JoinPairs(IReadOnlyList<LoadUser> users)
    {
        for (var i = 0; i + 1 < users.Count; i += 2)
        {
            if (users[i].IsOnline && users[i + 1].IsOnline)
                Join(users[i], users[i + 1]);
        }
    }

    // Who is echoed is its own peer.
    private void JoinEach(IReadOnlyList<LoadUser> users, string component)
    {
        foreach (var user in users.Where(user => user.IsOnline))
        {
            var mailbox = Create(user, component);
            mailbox.PairWith(mailbox, _options.BodyBytes);
            user.Traffic = mailbox;
            _mailboxes.Add(mailbox);
        }
    }

    private void Join(LoadUser left, LoadUser right)
    {
        var first = Create(left, right.Stream.Jid);
        var second = Create(right, left.Stream.Jid);
        first.PairWith(second, _options.BodyBytes);
        second.PairWith(first, _options.BodyBytes);
        left.Traffic = first;
        right.Traffic = second;
        _mailboxes.Add(first);
        _mailboxes.Add(second);
    }

    private Mailbox Create(LoadUser user, string recipient)
    {
        var template = new MessageTemplate(recipient, _stats.RunId, user.Id, _options.BodyBytes);
        if (_stanzaBytes == 0)
            _stanzaBytes = template.Length;
        return new Mailbox(user.Stream, user.Id, template, _loop is null ? LoopKind.Closed : LoopKind.Open, _stats);
    }
}
