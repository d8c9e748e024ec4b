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
    // Longer than anybody waits for a storm to pass.
    private static readonly TimeSpan _endless = TimeSpan.FromDays(30);

    private readonly LoadOptions _options;
    private readonly MessageStats _stats;
    private readonly List<Mailbox> _mailboxes = [];

    // Those of pairs that something is done to on purpose; they count nowhere.
    private readonly List<Mailbox> _sacrificed = [];
    private readonly Faults? _faults;
    private readonly OpenLoop? _loop;
    private int _stanzaBytes;

    /// <param name="options">Of the run.</param>
    /// <param name="users">Who is to take part.</param>
    /// <param name="failures">What goes wrong.</param>
    /// <param name="phases">Where latency is told apart by phases; null if the run has none.</param>
    public MessageLoad(
        LoadOptions options, IReadOnlyList<LoadUser> users, FailureCounts failures, LatencyPhases? phases = null)
    {
        _options = options;
        var window = new MeasureWindow();
        _faults = Faults.PairsOf(options) > 0 ? new Faults(options, window) : null;
        _stats = new MessageStats(options.RunId, failures) { Window = window, Phases = phases ?? _faults?.Latency };
        _loop = options.IsClosedLoop ? null : new OpenLoop(window, options.Drain);
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
        Mailbox[] all = [.. _mailboxes, .. _sacrificed];
        if (_loop is null)
            Array.ForEach(all, mailbox => mailbox.Send(_options.Window, Stopwatch.GetTimestamp()));
        else
            StartLoop(now, _options.Warmup + _options.Duration, all);
    }

    /// <summary>Starts an open loop that goes on until its window is ended.</summary>
    public void StartEndless(long now)
    {
        Window.Set(now + Clock.Ticks(_options.Warmup), long.MaxValue);
        StartLoop(now, _endless, [.. _mailboxes]);
    }

    public void Tick() => _faults?.Tick(_stanzaBytes);

    public void Drain(Func<bool> isHopeless)
    {
        _loop?.Join();
        Load.Drain.Wait(() => Sent, () => Arrived, _options.Drain, isHopeless);
        _faults?.End();
    }

    public LoadReport Report(LoadReport report) => report with
    {
        Messages = CreateReport(report.Measured),
        Faults = _faults?.Report(),
    };

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

    private void StartLoop(long now, TimeSpan duration, Mailbox[] all)
    {
        var schedule = new OpenLoopSchedule(now, _options.MessagesPerSecond, duration, Stopwatch.Frequency);
        _loop!.Start(schedule, (number, intended) => all[(int)(number % all.Length)].Send(1, intended));
    }

    // The last pairs are those that something is done to.
    private void JoinPairs(IReadOnlyList<LoadUser> users)
    {
        var firstSacrificed = users.Count - 2 * Faults.PairsOf(_options);
        for (var i = 0; i + 1 < users.Count; i += 2)
        {
            if (!users[i].IsOnline || !users[i + 1].IsOnline)
                continue;
            if (i < firstSacrificed)
                Join(users[i], users[i + 1], _stats, _mailboxes);
            else
                _faults!.Add(users[i], users[i + 1], Join(users[i], users[i + 1], _faults.Stats, _sacrificed));
        }
    }

    // Who is echoed is its own peer.
    private void JoinEach(IReadOnlyList<LoadUser> users, string component)
    {
        foreach (var user in users.Where(user => user.IsOnline))
        {
            var mailbox = Create(user, component, _stats);
            mailbox.PairWith(mailbox, _options.BodyBytes);
            user.Traffic = mailbox;
            _mailboxes.Add(mailbox);
        }
    }

    // Returns the mailbox of the second user, the one that writes to the first.
    private Mailbox Join(LoadUser left, LoadUser right, MessageStats stats, List<Mailbox> mailboxes)
    {
        var first = Create(left, right.Stream.Jid, stats);
        var second = Create(right, left.Stream.Jid, stats);
        first.PairWith(second, _options.BodyBytes);
        second.PairWith(first, _options.BodyBytes);
        left.Traffic = first;
        right.Traffic = second;
        mailboxes.Add(first);
        mailboxes.Add(second);
        return second;
    }

    private Mailbox Create(LoadUser user, string recipient, MessageStats stats)
    {
        var template = new MessageTemplate(recipient, _stats.RunId, user.Id, _options.BodyBytes);
        if (_stanzaBytes == 0)
            _stanzaBytes = template.Length;
        return new Mailbox(user.Stream, user.Id, template, _loop is null ? LoopKind.Closed : LoopKind.Open, stats);
    }
}
