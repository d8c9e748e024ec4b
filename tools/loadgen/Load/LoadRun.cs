using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// One run of one scenario, from reading the server's memory to the report; the report of a run that is stopped holds what
/// there is. Belongs to the thread that executes it.
/// </summary>
internal sealed class LoadRun(LoadOptions options, ProgressLine progress, IRunGate gate, CancellationToken stop)
{
    private readonly FailureCounts _failures = new();
    private readonly RunStage _stage = new(options, progress, stop);

    private RunFigures Figures => _stage.Figures;

    public LoadReport Execute()
    {
        var fleet = new Fleet(options, _failures);
        _stage.WarmUp();
        gate.Pass();
        Figures.MemoryBefore = _stage.Server.ReadMemory();
        Figures.First = Figures.Last = _stage.Sample();
        if (options.Scenario == "storm")
            return new Storm(options, _stage, _failures).Execute(fleet);
        var load = options.Scenario == "login" ? LogInAndOut(fleet) : Hold(fleet);
        return _stage.Report(fleet, load, _failures);
    }

    // Users come round again; one whose last login is not over yet is passed over.
    private ILoad? LogInAndOut(Fleet fleet)
    {
        var users = new LoadUser?[options.Users];
        var next = 0;
        var timeline = Figures.BeginTimeline(_stage.Server);
        var start = gate.Pass();

        fleet.Start(Next, Tick, stop);
        Figures.Last = _stage.Sample();
        Figures.LoginTime = Figures.Measured;
        fleet.WaitUntilSettled(Tick, stop);
        foreach (var user in users)
            user?.Stream.Close(user.TimeoutReason());
        return null;

        void Tick()
        {
            timeline.Tick(fleet.LoggedIn, fleet.LoginLatency);
            _stage.ShowLogins("login", fleet);
        }

        LoadUser? Next()
        {
            if (Stopwatch.GetElapsedTime(start) >= options.Duration || RunStage.IsHopeless(fleet))
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
        if (options.NeedsSubscriptions)
            Figures.Setup = _stage.SetUp(new SubscriptionSetup(options, _failures), fleet, users);
        _stage.Wait(options.Settle, fleet, null);
        Figures.Connections = fleet.Online;
        Figures.MemoryAfter = _stage.Server.ReadMemory();
        var start = gate.Pass();
        Figures.BeginTimeline(_stage.Server);
        ILoad? load = null;
        if (options.HasLoad && !_stage.IsStopped)
            load = RunLoad(start, fleet, users);
        else if (!options.HasLoad)
            Measure(start, start + Clock.Ticks(options.Duration), fleet, null);
        Fleet.LogOut(users, options.Timeout);
        return load;
    }

    private List<LoadUser> LogInAll(Fleet fleet)
    {
        var start = Stopwatch.GetTimestamp();
        var users = _stage.LogIn(fleet, 0, options.Users, null);
        Figures.LoginTime = Stopwatch.GetElapsedTime(start);
        return users;
    }

    // Null if it could not begin.
    private ILoad? RunLoad(long start, Fleet fleet, List<LoadUser> users)
    {
        using var component = options.Component is null
            ? null
            : new EchoComponent(options.ComponentDomain, options.ComponentSecret, _failures);
        if (component?.TryJoin(options.Component!, options.Timeout) == false)
            return null;
        var load = CreateLoad(users);
        if (!load.IsPossible)
            return null;
        load.Start(Math.Max(start, Stopwatch.GetTimestamp()));
        Measure(load.Window.Start, load.Window.End, fleet, load);
        load.Window.EndAt(Figures.Last.Timestamp);
        load.Drain(() => _stage.IsStopped || fleet.Online == 0);
        return load;
    }

    private ILoad CreateLoad(List<LoadUser> users) => options.Scenario switch
    {
        "presence" => new PresenceLoad(options, users, _failures),
        "mixed" => new MixedLoad(options, users, _failures),
        _ => new MessageLoad(options, users, _failures),
    };

    private void Measure(long start, long end, Fleet fleet, ILoad? load)
    {
        _stage.WaitUntil(start, fleet, load);
        Figures.First = _stage.Sample();
        _stage.WaitUntil(end, fleet, load);
        Figures.Last = _stage.Sample();
    }
}
