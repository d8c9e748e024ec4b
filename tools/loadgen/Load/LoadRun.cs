using System.Diagnostics;
using System.Globalization;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// One run of one scenario, from reading the server's memory to the report. Every phase has a time-out, and a request to
/// stop ends the phase under way; the report then holds what there is. Belongs to the thread that executes it.
/// </summary>
internal sealed class LoadRun(LoadOptions options, ProgressLine progress, CancellationToken stop)
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(50);

    // Against a server that is not there, logins would fail as fast as the machine can.
    private const int HopelessFailures = 1000;

    private readonly FailureCounts _failures = new();
    private readonly ServerProbe _server = new(options.ServerPids);
    private ResourceSample _first;
    private ResourceSample _last;
    private TimeSpan _loginTime;
    private ProcessMemory? _memoryBefore;
    private ProcessMemory? _memoryAfter;
    private int _connections;

    public LoadReport Execute()
    {
        var fleet = new Fleet(options, _failures);
        WarmUp();
        _memoryBefore = _server.ReadMemory();
        _first = _last = ResourceSample.Take(_server);
        MessageReport? messages = null;
        if (options.Scenario == "login")
            LogInAndOut(fleet);
        else
            messages = Hold(fleet);
        progress.Clear();
        return CreateReport(fleet, messages);
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

    private TimeSpan Measured => Stopwatch.GetElapsedTime(_first.Timestamp, _last.Timestamp);

    // Users come round again; one whose last login is not over yet is passed over.
    private void LogInAndOut(Fleet fleet)
    {
        var users = new LoadUser?[options.Users];
        var next = 0;
        var start = Stopwatch.GetTimestamp();
        void Show() => progress.Show("login", fleet.Online, fleet.LoggedIn, "logins", fleet.LoginLatency, _server);

        fleet.Start(Next, Show, stop);
        _last = ResourceSample.Take(_server);
        _loginTime = Measured;
        fleet.WaitUntilSettled(Show, stop);
        foreach (var user in users)
            user?.Stream.Close(user.TimeoutReason());

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

    private MessageReport? Hold(Fleet fleet)
    {
        var users = LogInAll(fleet);
        WaitUntil(Stopwatch.GetTimestamp() + ToTicks(options.Settle), fleet, null);
        _connections = fleet.Online;
        _memoryAfter = _server.ReadMemory();
        var messages = options.SendsMessages && !stop.IsCancellationRequested ? RunMessages(fleet, users) : null;
        if (!options.SendsMessages)
            Measure(Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp() + ToTicks(options.Duration), fleet, null);
        progress.Clear();
        Fleet.LogOut(users, options.Timeout);
        return messages;
    }

    private List<LoadUser> LogInAll(Fleet fleet)
    {
        var users = new List<LoadUser>(options.Users);
        var afterLogin = options.SendsPresence ? AfterLogin.SendPresence : AfterLogin.Stay;
        var start = Stopwatch.GetTimestamp();
        void Show() => progress.Show("login", fleet.Online, fleet.LoggedIn, "logins", fleet.LoginLatency, _server);

        fleet.Start(Next, Show, stop);
        fleet.WaitUntilSettled(Show, stop);
        _loginTime = Stopwatch.GetElapsedTime(start);
        return users;

        LoadUser? Next()
        {
            if (users.Count == options.Users || IsHopeless(fleet))
                return null;
            users.Add(fleet.CreateUser(users.Count, afterLogin));
            return users[^1];
        }
    }

    private MessageReport? RunMessages(Fleet fleet, List<LoadUser> users)
    {
        using var component = options.Component is null
            ? null
            : new EchoComponent(options.ComponentDomain, options.ComponentSecret, _failures);
        if (component?.TryJoin(options.Component!, options.Timeout) == false)
            return null;
        var load = new MessageLoad(options, users, _failures);
        if (!load.HasPairs)
            return null;
        load.Start();
        Measure(load.Window.Start, load.Window.End, fleet, load);
        load.Window.EndAt(_last.Timestamp);
        load.Drain(() => stop.IsCancellationRequested || fleet.Online == 0);
        return load.Report(Measured);
    }

    private void Measure(long start, long end, Fleet fleet, MessageLoad? load)
    {
        WaitUntil(start, fleet, load);
        _first = ResourceSample.Take(_server);
        WaitUntil(end, fleet, load);
        _last = ResourceSample.Take(_server);
    }

    private void WaitUntil(long timestamp, Fleet fleet, MessageLoad? load)
    {
        while (!stop.IsCancellationRequested && fleet.Online > 0)
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= timestamp)
                return;
            var rest = Stopwatch.GetElapsedTime(now, timestamp);
            PreciseSleep.For(rest < _tick ? rest : _tick);
            if (load is null)
                progress.Show("hold", fleet.Online, 0, "messages", fleet.LoginLatency, _server);
            else
                progress.Show("load", fleet.Online, load.Received, "messages", load.Latency, _server);
        }
    }

    private LoadReport CreateReport(Fleet fleet, MessageReport? messages)
    {
        var operations = messages?.Delivered ?? (options.Scenario == "login" ? fleet.LoggedIn : 0);
        var clientCpu = _last.ClientCpu - _first.ClientCpu;
        return new LoadReport
        {
            Options = options,
            IsInterrupted = stop.IsCancellationRequested,
            Failure = DescribeFailure(fleet, messages),
            Measured = Measured,
            Logins = new LoginReport(
                fleet.LoggedIn, fleet.LoginsFailed, fleet.Dropped, _loginTime, LatencySummary.Of(fleet.LoginLatency)),
            Messages = messages,
            Server = CreateServerReport(operations),
            Client = new ClientReport(
                clientCpu,
                Percent(clientCpu),
                PerOperation(clientCpu, operations),
                operations > 0 ? (double)(_last.ClientBytes - _first.ClientBytes) / operations : null),
            Errors = _failures.ToList(),
        };
    }

    private ServerReport CreateServerReport(long operations)
    {
        var cpu = _last.ServerCpu - _first.ServerCpu;
        return new ServerReport
        {
            Pids = _server.Pids,
            Cpu = cpu,
            CpuPercent = cpu is { } used ? Percent(used) : null,
            CpuMicrosPerOperation = cpu is { } spent ? PerOperation(spent, operations) : null,
            MemoryBefore = _memoryBefore,
            MemoryAfter = _memoryAfter,
            Connections = _connections,
        };
    }

    private double Percent(TimeSpan cpu) => Measured > TimeSpan.Zero ? 100 * (cpu / Measured) : 0;

    private static double? PerOperation(TimeSpan cpu, long operations) =>
        operations > 0 ? cpu.TotalMicroseconds / operations : null;

    private string? DescribeFailure(Fleet fleet, MessageReport? messages)
    {
        if (stop.IsCancellationRequested)
            return "interrupted";
        if (fleet.LoginsFailed > 0 || fleet.LoggedIn == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{fleet.LoginsFailed} of {fleet.LoginsFailed + fleet.LoggedIn} logins failed{MainCause()}");
        if (messages is { Wrong: > 0 })
            return string.Create(CultureInfo.InvariantCulture, $"{messages.Lost} messages lost, {messages.Duplicated} duplicated, {messages.Reordered} reordered, "
                + $"{messages.Corrupted} corrupted, {messages.Misrouted} misrouted, {messages.Unsent} not sent{MainCause()}");
        if (fleet.Dropped > 0)
            return string.Create(CultureInfo.InvariantCulture, $"{fleet.Dropped} of {fleet.LoggedIn} users were dropped{MainCause()}");
        return options.SendsMessages && messages is not { Delivered: > 0 } ? $"no message was delivered{MainCause()}" : null;
    }

    private string MainCause() =>
        _failures.ToList() is [var first, ..] ? string.Create(CultureInfo.InvariantCulture, $" (mostly {first.Key}: {first.Value})") : "";

    private static bool IsHopeless(Fleet fleet) => fleet.LoginsFailed >= HopelessFailures && fleet.LoggedIn == 0;

    private static long ToTicks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
