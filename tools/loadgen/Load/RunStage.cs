using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// What all runs do: warm a server up, log users in, wait while a load goes on. Every phase has a time-out, and a request to
/// stop ends the phase under way. Belongs to the run's thread.
/// </summary>
internal sealed class RunStage(LoadOptions options, ProgressLine progress, CancellationToken stop)
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(50);

    // Against a server that is not there, logins would fail as fast as the machine can.
    private const int HopelessFailures = 1000;

    public ServerProbe Server { get; } = ServerProbe.Of(options);

    public RunFigures Figures { get; } = new(options);

    public bool IsStopped => stop.IsCancellationRequested;

    public ResourceSample Sample() => ResourceSample.Take(Server);

    public AfterLogin AfterLogin => options.SendsPresence ? AfterLogin.SendPresence : AfterLogin.Stay;

    public static bool IsHopeless(Fleet fleet) => fleet.LoginsFailed >= HopelessFailures && fleet.LoggedIn == 0;

    /// <summary>Logins and logouts that do not count.</summary>
    // What a server compiles, loads and caches once at its first logins is no cost of a connection.
    public void WarmUp()
    {
        var fleet = new Fleet(options, new FailureCounts());
        var started = 0;
        StartLogins("warm-up", fleet, Next, null);

        LoadUser? Next() => started == options.WarmupLogins || IsHopeless(fleet)
            ? null
            : fleet.CreateUser(started++, AfterLogin.LogOut);
    }

    /// <summary>Logs in users of consecutive numbers; returns when each is online or has failed.</summary>
    public List<LoadUser> LogIn(Fleet fleet, int first, int count, ILoad? load)
    {
        var users = new List<LoadUser>(count);
        StartLogins("login", fleet, Next, load);
        return users;

        LoadUser? Next()
        {
            if (users.Count == count || IsHopeless(fleet))
                return null;
            users.Add(fleet.CreateUser(first + users.Count, AfterLogin));
            return users[^1];
        }
    }

    /// <summary>Logs in whoever comes next, until nobody does; the load, if there is one, goes on.</summary>
    public void StartLogins(string phase, Fleet fleet, Func<LoadUser?> next, ILoad? load)
    {
        fleet.Start(next, Tick, stop);
        fleet.WaitUntilSettled(Tick, stop);

        void Tick()
        {
            if (load is not null)
                Figures.Timeline?.Tick(load.Arrived, load.Latency);
            ShowLogins(phase, fleet);
        }
    }

    public void ShowLogins(string phase, Fleet fleet) =>
        progress.Show(phase, fleet.Online, fleet.LoggedIn, "logins", fleet.LoginLatency, Server);

    public SetupReport SetUp(SubscriptionSetup setup, Fleet fleet, List<LoadUser> users) => setup.Establish(
        users,
        () => progress.Show("set-up", fleet.Online, setup.Made, "subscriptions", fleet.LoginLatency, Server),
        stop);

    public void Wait(TimeSpan time, Fleet fleet, ILoad? load) =>
        WaitUntil(Stopwatch.GetTimestamp() + Clock.Ticks(time), fleet, load);

    /// <summary>Waits, as long as anybody is online.</summary>
    public void WaitUntil(long timestamp, Fleet fleet, ILoad? load)
    {
        while (!IsStopped && fleet.Online > 0)
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= timestamp)
                return;
            var rest = Stopwatch.GetElapsedTime(now, timestamp);
            PreciseSleep.For(rest < _tick ? rest : _tick);
            load?.Tick();
            Figures.Timeline?.Tick(load?.Arrived ?? 0, load?.Latency ?? fleet.LoginLatency);
            if (load is null)
                progress.Show("hold", fleet.Online, 0, "messages", fleet.LoginLatency, Server);
            else
                progress.Show("load", fleet.Online, load.Arrived, "messages", load.Latency, Server);
        }
    }

    public LoadReport Report(Fleet fleet, ILoad? load, FailureCounts failures)
    {
        progress.Clear();
        return Figures.CreateReport(fleet, load, failures, IsStopped);
    }
}
