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
    private readonly ChatPairs _pairs;

    // Pairs that something is done to on purpose; they count nowhere.
    private readonly ChatPairs? _sacrificed;
    private readonly Faults? _faults;
    private readonly OpenLoop? _loop;

    /// <param name="options">Of the run.</param>
    /// <param name="users">Who is to take part.</param>
    /// <param name="failures">What goes wrong.</param>
    /// <param name="phases">Where latency is told apart by phases; null if the run has none.</param>
    public MessageLoad(
        LoadOptions options, IReadOnlyList<LoadUser> users, FailureCounts failures, LatencyPhases? phases = null)
    {
        _options = options;
        var window = new MeasureWindow();
        var loop = options.IsClosedLoop ? LoopKind.Closed : LoopKind.Open;
        _faults = Faults.PairsOf(options) > 0 ? new Faults(options, window) : null;
        _stats = new MessageStats(options.RunId, failures) { Window = window, Phases = phases ?? _faults?.Latency };
        _loop = options.IsClosedLoop ? null : new OpenLoop(window, options.Drain);
        _pairs = new ChatPairs(options, _stats, loop);
        _sacrificed = _faults is null ? null : new ChatPairs(options, _faults.Stats, loop);
        if (options.Component is null)
            JoinPairs(users);
        else
            JoinEach(users, options.ComponentDomain);
    }

    public MeasureWindow Window => _stats.Window;

    public LatencyHistogram Latency => _stats.Latency;

    public long Arrived => _pairs.Received;

    public bool IsPossible => _pairs.Mailboxes.Count > 0;

    public void Start(long now)
    {
        var start = now + Clock.Ticks(_options.Warmup);
        Window.Set(start, start + Clock.Ticks(_options.Duration));
        Mailbox[] all = [.. _pairs.Mailboxes, .. _sacrificed?.Mailboxes ?? []];
        if (_loop is null)
            Array.ForEach(all, mailbox => mailbox.Send(_options.Window, Stopwatch.GetTimestamp()));
        else
            StartLoop(now, _options.Warmup + _options.Duration, all);
    }

    /// <summary>Starts an open loop that goes on until its window is ended.</summary>
    public void StartEndless(long now)
    {
        Window.Set(now + Clock.Ticks(_options.Warmup), long.MaxValue);
        StartLoop(now, _endless, [.. _pairs.Mailboxes]);
    }

    public void Tick() => _faults?.Tick(_pairs.StanzaBytes);

    public void Drain(Func<bool> isHopeless)
    {
        _loop?.Join();
        _faults?.BeginEnd();
        Load.Drain.Wait(() => _pairs.Sent, () => Arrived, _options.Drain, isHopeless);
        _faults?.End(isHopeless);
    }

    public LoadReport Report(LoadReport report) => report with
    {
        Messages = _pairs.Report(report.Measured, _loop),
        Faults = _faults?.Report(),
    };

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
            var pairs = i < firstSacrificed ? _pairs : _sacrificed!;
            var (left, right) = pairs.Join(users[i], users[i + 1]);
            users[i].Traffic = left;
            users[i + 1].Traffic = right;
            if (i >= firstSacrificed)
                _faults!.Add(users[i], users[i + 1], right);
        }
    }

    private void JoinEach(IReadOnlyList<LoadUser> users, string component)
    {
        foreach (var user in users.Where(user => user.IsOnline))
            user.Traffic = _pairs.JoinEcho(user, component);
    }
}
