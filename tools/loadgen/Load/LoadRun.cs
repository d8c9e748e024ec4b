using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// One run of one scenario, from reading the server's memory to the report. Every phase has a time-out, and a request to
/// stop ends the phase under way; the report then holds what there is. Belongs to the thread that executes it.
/// </summary>
internal sealed class LoadRun(LoadOptions options, ProgressLine progress, IRunGate gate, CancellationToken stop)
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(50);

    // Against a server that is not there, logins would fail as fast as the machine can.
    private const int HopelessFailures = 1000;

    private readonly FailureCounts _failures = new();
    private readonly ServerProbe _server = new(options.ServerPids);
    private readonly RunFigures _figures = new(options);

    public LoadReport Execute()
    {
        var fleet = new Fleet(options, _failures);
        WarmUp();
        gate.Pass();
        _figures.MemoryBefore = _server.ReadMemory();
        _figures.First = _figures.Last = ResourceSample.Take(_server);
        var load = options.Scenario == "login" ? LogInAndOut(fleet) : Hold(fleet);
        progress.Clear();
        return _figures.CreateReport(fleet, load, _failures, stop.IsCancellationRequested);
    }

    // What a server compiles, loads and caches once at its first logins is no cost of a connection.
    private void WarmUp()
    {
        var fleet = new Fleet(options, new FailureCounts());
        var started = 0;
        void Show() => progress.Show("warm-up", fleet.Online, fleet.LoggedIn, "logins", fleet.LoginLatency, _server);

        fleet.Start(Next, Show, stop);
        fleet.WaitUntilSettled(Show, stop);

        LoadUser? Next() => started == options.WarmupLogins || IsHopeless(fleet)
            ? null
            : fleet.CreateUser(started++, AfterLogin.LogOut);
    }

    // Users come round again; one whose last login is not over yet is passed over.
    private ILoad? LogInAndOut(Fleet fleet)
    {
        var users = new LoadUser?[options.Users];
        var next = 0;
        var timeline = _figures.BeginTimeline(_server);
        var start = gate.Pass();

        fleet.Start(Next, Tick, stop);
        _figures.Last = ResourceSample.Take(_server);
        _figures.LoginTime = _figures.Measured;
        fleet.WaitUntilSettled(Tick, stop);
        foreach (var user in users)
            user?.Stream.Close(user.TimeoutReason());
        return null;

        void Tick()
        {
            timeline.Tick(fleet.LoggedIn, fleet.LoginLatency);
            progress.Show("login", fleet.Online, fleet.LoggedIn, "logins", fleet.LoginLatency, _server);
        }

        LoadUser? Next()
        {
            if (Stopwatch.GetElapsedTime(start) >= options.Duration || IsHopeless(fleet))
                return null;
            while (users[next] is { IsSettled: false })
                next = (next + 1) % users.Length;
            var user = fleet.CreateUser(next, AfterLogin.LogOut);
            users[next] = user;
            next = (next + 1) % users.Length;
            return user;
        }
    }

    private ILoad? Hold(Fleet fleet)
    {
        var users = LogInAll(fleet);
        SetUp(fleet, users);
        WaitUntil(Stopwatch.GetTimestamp() + Clock.Ticks(options.Settle), fleet, null);
        _figures.Connections = fleet.Online;
        _figures.MemoryAfter = _server.ReadMemory();
        var start = gate.Pass();
        _figures.BeginTimeline(_server);
        ILoad? load = null;
        if (options.HasLoad && !stop.IsCancellationRequested)
            load = RunLoad(start, fleet, users);
        else if (!options.HasLoad)
            Measure(start, start + Clock.Ticks(options.Duration), fleet, null);
        progress.Clear();
        Fleet.LogOut(users, options.Timeout);
        return load;
    }

    private List<LoadUser> LogInAll(Fleet fleet)
    {
        var users = new List<LoadUser>(options.Users);
        var afterLogin = options.SendsPresence ? AfterLogin.SendPresence : AfterLogin.Stay;
        var start = Stopwatch.GetTimestamp();
        void Show() => progress.Show("login", fleet.Online, fleet.LoggedIn, "logins", fleet.LoginLatency, _server);

        fleet.Start(Next, Show, stop);
        fleet.WaitUntilSettled(Show, stop);
        _figures.LoginTime = Stopwatch.GetElapsedTime(start);
        return users;

        LoadUser? Next()
        {
            if (users.Count == options.Users || IsHopeless(fleet))
                return null;
            users.Add(fleet.CreateUser(users.Count, afterLogin));
            return users[^1];
        }
    }

    private void SetUp(Fleet fleet, List<LoadUser> users)
    {
        if (!options.NeedsSubscriptions)
            return;
        var setup = new SubscriptionSetup(options, _failures);
        _figures.Setup = setup.Establish(users, Show, stop);

        void Show() =>
            progress.Show("set-up", fleet.Online, setup.Made, "subscriptions", fleet.LoginLatency, _server);
    }

    // Null if it could not begin.
    private ILoad? RunLoad(long start, Fleet fleet, List<LoadUser> users)
    {
        using var component = options.Component is null
            ? null
            : new EchoComponent(options.ComponentDomain, options.ComponentSecret, _failures);
        if (component?.TryJoin(options.Component!, options.Timeout) == false)
            return null;
        ILoad load = options.Scenario == "presence"
            ? new PresenceLoad(options, users, _failures)
            : new MessageLoad(options, users, _failures);
        if (!load.IsPossible)
            return null;
        load.Start(Math.Max(start, Stopwatch.GetTimestamp()));
        Measure(load.Window.Start, load.Window.End, fleet, load);
        load.Window.EndAt(_figures.Last.Timestamp);
        load.Drain(() => stop.IsCancellationRequested || fleet.Online == 0);
        return load;
    }

    private void Measure(long start, long end, Fleet fleet, ILoad? load)
    {
        WaitUntil(start, fleet, load);
        _figures.First = ResourceSample.Take(_server);
        WaitUntil(end, fleet, load);
        _figures.Last = ResourceSample.Take(_server);
    }

    private void WaitUntil(long timestamp, Fleet fleet, ILoad? load)
    {
        while (!stop.IsCancellationRequested && fleet.Online > 0)
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= timestamp)
                return;
            var rest = Stopwatch.GetElapsedTime(now, timestamp);
            PreciseSleep.For(rest < _tick ? rest : _tick);
            _figures.Timeline?.Tick(load?.Arrived ?? 0, load?.Latency ?? fleet.LoginLatency);
            if (load is null)
                progress.Show("hold", fleet.Online, 0, "messages", fleet.LoginLatency, _server);
            else
                progress.Show("load", fleet.Online, load.Arrived, "messages", load.Latency, _server);
        }
    }

    private static bool IsHopeless(Fleet fleet) => fleet.LoginsFailed >= HopelessFailures && fleet.LoggedIn == 0;
}
