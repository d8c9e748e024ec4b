using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Many users who do what people's clients do, at a fixed rate in total: write to each other, come and go, ping, ask for
/// their roster and for features. For runs of hours. Belongs to the run's thread.
/// </summary>
internal sealed class MixedLoad : ILoad
{
    private readonly LoadOptions _options;
    private readonly TrafficMix _mix;
    private readonly MessageStats _messages;
    private readonly FanOut _presences;
    private readonly RequestStats[] _requests;
    private readonly ChatPairs _chats;
    private readonly List<PresencePublisher> _publishers = [];
    private readonly List<Requests> _askers = [];
    private readonly OpenLoop _loop;

    // Of the sending thread.
    private readonly Random _random = new();
    private readonly long[] _turns = new long[TrafficMix.Names.Count];

    public MixedLoad(LoadOptions options, IReadOnlyList<LoadUser> users, FailureCounts failures)
    {
        _options = options;
        _mix = TrafficMix.Parse(options.Mix)!;
        _messages = new MessageStats(options.RunId, failures) { Window = Window };
        _chats = new ChatPairs(options, _messages, LoopKind.Open);
        _presences = new FanOut(new MessageStats(options.RunId, failures) { Window = Window });
        _requests =
        [
            .. Enum.GetValues<TrafficKind>().Select(kind => new RequestStats(kind, options.Domain, Window, failures)),
        ];
        _loop = new OpenLoop(Window, options.Drain);
        foreach (var group in users.Chunk(options.GroupSize))
        {
            if (group.Length == options.GroupSize && Array.TrueForAll(group, user => user.IsOnline))
                AddGroup(group);
        }
    }

    public MeasureWindow Window { get; } = new();

    /// <summary>Of messages.</summary>
    public LatencyHistogram Latency => _messages.Latency;

    public long Arrived =>
        _chats.Received + _presences.Received + _requests.Sum(requests => requests.Answered);

    public bool IsPossible => _publishers.Count > 0;

    private long Expected =>
        _chats.Sent + _presences.Expected + _requests.Sum(requests => requests.Sent);

    public void Start(long now)
    {
        var start = now + Clock.Ticks(_options.Warmup);
        Window.Set(start, start + Clock.Ticks(_options.Duration));
        _loop.Start(
            new OpenLoopSchedule(now, _options.MessagesPerSecond, _options.Warmup + _options.Duration, Stopwatch.Frequency),
            (_, intended) => DoNext(intended));
    }

    public void Tick()
    {
    }

    public void Drain(Func<bool> isHopeless)
    {
        _loop.Join();
        Load.Drain.Wait(() => Expected, () => Arrived, _options.Drain, isHopeless);
    }

    public LoadReport Report(LoadReport report) => report with
    {
        Messages = _chats.Report(report.Measured, _loop),
        Presences = _presences.Report(report.Measured, loop: null),
        Requests =
        [
            .. _requests.Where((_, kind) => (TrafficKind)kind is not (TrafficKind.Chat or TrafficKind.Presence))
                .Select(requests => requests.Report()),
        ],
    };

    // The first of a group comes and goes, the others watch, and write to each other in pairs; all of them ask.
    private void AddGroup(LoadUser[] group)
    {
        var source = _presences.AddSource(group[0].Id, _options.BodyBytes, group[0].OtherContacts);
        for (var i = 1; i + 1 < group.Length; i += 2)
        {
            var (left, right) = _chats.Join(group[i], group[i + 1]);
            AddContact(group[i], left, source);
            AddContact(group[i + 1], right, source);
        }

        var publisher = new PresencePublisher(group[0], source, _presences);
        _publishers.Add(publisher);
        group[0].Traffic = new CombinedTraffic(publisher, AddAsker(group[0]));
    }

    private void AddContact(LoadUser user, Mailbox mailbox, FanOutSource source) => user.Traffic = new CombinedTraffic(
        mailbox, new PresenceContact(user, _presences.AddFeed(source), _presences), AddAsker(user));

    private Requests AddAsker(LoadUser user)
    {
        var requests = new Requests(user.Stream);
        _askers.Add(requests);
        return requests;
    }

    // Kinds by chance, users of a kind by turns.
    private void DoNext(long intended)
    {
        var kind = _mix.Next(_random);
        var turn = _turns[(int)kind]++;
        switch (kind)
        {
            case TrafficKind.Chat:
                _chats.Mailboxes[(int)(turn % _chats.Mailboxes.Count)].Send(1, intended);
                break;
            case TrafficKind.Presence:
                _publishers[(int)(turn % _publishers.Count)].Send(intended);
                break;
            default:
                _askers[(int)(turn % _askers.Count)].Send(_requests[(int)kind], intended);
                break;
        }
    }
}
