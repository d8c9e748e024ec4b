using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Users who come and go before the eyes of their contacts, in a closed loop (the next change when all contacts have seen an
/// earlier one) or at a rate. Belongs to the run's thread.
/// </summary>
internal sealed class PresenceLoad : ILoad
{
    private readonly LoadOptions _options;
    private readonly FanOut _fanOut;
    private readonly List<PresencePublisher> _publishers = [];
    private readonly OpenLoop? _loop;

    public PresenceLoad(LoadOptions options, IReadOnlyList<LoadUser> users, FailureCounts failures)
    {
        _options = options;
        _fanOut = new FanOut(new MessageStats(options.RunId, failures));
        _loop = options.MessagesPerSecond > 0 ? new OpenLoop(Window, options.Drain) : null;
        foreach (var group in users.Chunk(options.GroupSize))
            AddGroup(group);
    }

    public MeasureWindow Window => _fanOut.Stats.Window;

    public LatencyHistogram Latency => _fanOut.Stats.Latency;

    public long Arrived => _fanOut.Received;

    public bool IsPossible => _publishers.Count > 0;

    public void Start(long now)
    {
        var start = now + Clock.Ticks(_options.Warmup);
        Window.Set(start, start + Clock.Ticks(_options.Duration));
        if (_loop is null)
        {
            foreach (var publisher in _publishers)
                StartClosedLoop(publisher);
            return;
        }

        var schedule = new OpenLoopSchedule(
            now, _options.MessagesPerSecond, _options.Warmup + _options.Duration, Stopwatch.Frequency);
        _loop.Start(schedule, (number, intended) => _publishers[(int)(number % _publishers.Count)].Send(intended));
    }

    public void Tick()
    {
    }

    public void Drain(Func<bool> isHopeless)
    {
        _loop?.Join();
        Load.Drain.Wait(() => _fanOut.Expected, () => _fanOut.Received, _options.Drain, isHopeless);
    }

    public LoadReport Report(LoadReport report) => report with { Presences = _fanOut.Report(report.Measured, _loop) };

    // The first of a group comes and goes, the others watch.
    private void AddGroup(LoadUser[] group)
    {
        if (group.Length < 2 || !Array.TrueForAll(group, user => user.IsOnline))
            return;
        var source = _fanOut.AddSource(group[0].Id, _options.BodyBytes, group[0].OtherContacts);
        foreach (var contact in group.AsSpan(1))
            contact.Traffic = new PresenceContact(contact, _fanOut.AddFeed(source), _fanOut);
        var publisher = new PresencePublisher(group[0], source, _fanOut);
        group[0].Traffic = publisher;
        _publishers.Add(publisher);
    }

    private void StartClosedLoop(PresencePublisher publisher)
    {
        publisher.Source.OnComplete(() => SendNext(publisher));
        for (var i = 0; i < _options.Window; i++)
            SendNext(publisher);
    }

    private void SendNext(PresencePublisher publisher)
    {
        var now = Stopwatch.GetTimestamp();
        if (!Window.IsOver(now))
            publisher.Send(now);
    }
}
