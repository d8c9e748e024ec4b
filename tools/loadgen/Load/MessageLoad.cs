using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// The messages of one run: joins the users who are online into pairs, or each with the component, starts the load, ends it and counts. Belongs to the
/// run's thread; the open loop has a thread of its own to send.
/// </summary>
internal sealed class MessageLoad
{
    // A server that has fallen behind may catch up, but not for ever.
    private const int MaxDrains = 10;

    // Far longer than a turn, far shorter than anybody notices.
    private static readonly TimeSpan _grace = TimeSpan.FromMilliseconds(50);

    private readonly LoadOptions _options;
    private readonly MessageStats _stats;
    private readonly List<Mailbox> _mailboxes = [];
    private readonly LatencyHistogram? _lag;
    private int _stanzaBytes;
    private Thread? _sender;
    private long _skipped;

    public MessageLoad(LoadOptions options, IReadOnlyList<LoadUser> users, FailureCounts failures)
    {
        _options = options;
        _stats = new MessageStats((uint)Random.Shared.Next(), failures);
        _lag = options.Scenario == "rate" ? new LatencyHistogram() : null;
        if (options.Component is null)
            JoinPairs(users);
        else
            JoinEach(users, options.ComponentDomain);
    }

    public MeasureWindow Window => _stats.Window;

    public LatencyHistogram Latency => _stats.Latency;

    public bool HasPairs => _mailboxes.Count > 0;

    /// <summary>Different messages that have arrived so far.</summary>
    public long Received => _mailboxes.Sum(mailbox => mailbox.Received);

    private long Sent => _mailboxes.Sum(mailbox => mailbox.Sent);

    /// <summary>Starts the load; it ends by itself at the end of the window.</summary>
    public void Start()
    {
        var now = Stopwatch.GetTimestamp();
        var start = now + ToTicks(_options.Warmup);
        Window.Set(start, start + ToTicks(_options.Duration));
        if (_lag is null)
        {
            _mailboxes.ForEach(mailbox => mailbox.Send(_options.Window, Stopwatch.GetTimestamp()));
            return;
        }

        var schedule = new OpenLoopSchedule(
            now, _options.MessagesPerSecond, _options.Warmup + _options.Duration, Stopwatch.Frequency);
        _sender = new Thread(() => Send(schedule)) { Name = "open loop", IsBackground = true };
        _sender.Start();
    }

    /// <summary>Waits for messages under way, as long as some arrive.</summary>
    public void Drain(Func<bool> isHopeless)
    {
        _sender?.Join();

        // A turn that began within the window may still send.
        PreciseSleep.For(_grace);
        var start = Stopwatch.GetTimestamp();
        var (lastArrival, received) = (start, Received);
        while (received < Sent)
        {
            if (Stopwatch.GetElapsedTime(lastArrival) >= _options.Drain
                || Stopwatch.GetElapsedTime(start) >= MaxDrains * _options.Drain
                || isHopeless())
                return;
            PreciseSleep.For(TimeSpan.FromMilliseconds(5));
            if (Received == received)
                continue;
            (lastArrival, received) = (Stopwatch.GetTimestamp(), Received);
        }

        // A duplicate of the last message would come right behind it.
        PreciseSleep.For(_grace);
    }

    /// <summary>What became of the messages; after the drain, when no turn changes the counts any more.</summary>
    public MessageReport Report(TimeSpan measured)
    {
        var delivered = _mailboxes.Sum(mailbox => mailbox.ReceivedInWindow);
        return new MessageReport
        {
            StanzaBytes = _stanzaBytes,
            Sent = Sent,
            Received = Received,
            Delivered = delivered,
            DeliveredPerSecond = measured > TimeSpan.Zero ? delivered / measured.TotalSeconds : 0,
            Lost = _mailboxes.Sum(mailbox => mailbox.Lost),
            Duplicated = _mailboxes.Sum(mailbox => mailbox.Duplicated),
            Reordered = _mailboxes.Sum(mailbox => mailbox.Reordered),
            Corrupted = _mailboxes.Sum(mailbox => mailbox.Corrupted),
            Misrouted = _mailboxes.Sum(mailbox => mailbox.Misrouted),
            Bounced = _mailboxes.Sum(mailbox => mailbox.Bounced),
            Unsent = _mailboxes.Sum(mailbox => mailbox.Unsent) + Interlocked.Read(ref _skipped),
            Latency = LatencySummary.Of(_stats.Latency),
            ScheduleLag = _lag is null ? null : LatencySummary.Of(_lag),
        };
    }

    private static long ToTicks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

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
            user.Mailbox = mailbox;
            _mailboxes.Add(mailbox);
        }
    }

    private void Join(LoadUser left, LoadUser right)
    {
        var first = Create(left, right.Stream.Jid);
        var second = Create(right, left.Stream.Jid);
        first.PairWith(second, _options.BodyBytes);
        second.PairWith(first, _options.BodyBytes);
        left.Mailbox = first;
        right.Mailbox = second;
        _mailboxes.Add(first);
        _mailboxes.Add(second);
    }

    private Mailbox Create(LoadUser user, string recipient)
    {
        var template = new MessageTemplate(recipient, _stats.RunId, (uint)user.Number, _options.BodyBytes);
        if (_stanzaBytes == 0)
            _stanzaBytes = template.Length;
        return new Mailbox(user.Stream, (uint)user.Number, template, _lag is null ? LoopKind.Closed : LoopKind.Open, _stats);
    }

    // Sends whatever is due, then sleeps until the next message is, whether or not the server keeps up.
    private void Send(OpenLoopSchedule schedule)
    {
        var giveUpAfter = ToTicks(_options.Drain);
        while (!schedule.IsDone && schedule.TimeOf(schedule.Next) < Window.End)
        {
            var now = Stopwatch.GetTimestamp();
            if (now - Window.End >= giveUpAfter)
            {
                Interlocked.Add(ref _skipped, schedule.Total - schedule.Next);
                return;
            }

            if (!schedule.TryTake(now, out var number, out var intended))
            {
                PreciseSleep.For(Stopwatch.GetElapsedTime(now, intended));
                continue;
            }

            if (Window.Contains(intended))
                _lag!.Record((long)((now - intended) * (1e9 / Stopwatch.Frequency)));
            _mailboxes[(int)(number % _mailboxes.Count)].Send(1, intended);
        }
    }
}
