using System.Diagnostics;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Users log in one after another, are all cut off at once, and all come back at once, while others chat at a fixed rate.
/// Belongs to the run's thread.
/// </summary>
internal sealed class Storm(LoadOptions options, RunStage stage, FailureCounts failures)
{
    // The phases of the chatters' latency.
    private const int Cut = 1;
    private const int Back = 2;
    private const int Phases = 3;

    // Clients wait before they try again; these wait as little as the most impatient ones.
    private static readonly TimeSpan _retryAfter = TimeSpan.FromMilliseconds(100);

    private readonly LatencyPhases _chatLatency = new(Phases);

    // Whoever is refused in the storm tries again: no failure, as long as all come back.
    private readonly FailureCounts _refused = new();
    private int _attempts;

    public LoadReport Execute(Fleet fleet)
    {
        var start = Stopwatch.GetTimestamp();
        var chatters = stage.LogIn(fleet, options.Users, options.Chatters, null);
        stage.Figures.LoginTime = Stopwatch.GetElapsedTime(start);
        var chat = new MessageLoad(options, chatters, failures, _chatLatency);
        if (!chat.IsPossible || stage.IsStopped)
            return stage.Report(fleet, null, failures);

        stage.Figures.BeginTimeline(stage.Server);
        chat.StartEndless(Stopwatch.GetTimestamp());
        stage.WaitUntil(chat.Window.Start, fleet, chat);
        stage.Figures.First = stage.Sample();
        var storm = Measure(fleet, chat);
        stage.Figures.Last = stage.Sample();
        chat.Window.EndAt(stage.Figures.Last.Timestamp);
        chat.Drain(() => stage.IsStopped || fleet.Online == 0);

        // The last messages have arrived only now.
        stage.Figures.Storm = storm with
        {
            ChatBefore = _chatLatency[0],
            ChatDuring = _chatLatency[Cut],
            ChatAfter = _chatLatency[Back],
        };
        Fleet.LogOut(chatters, options.Timeout);
        return stage.Report(fleet, chat, failures);
    }

    private StormReport Measure(Fleet fleet, MessageLoad chat)
    {
        var quiet = stage.Sample();
        stage.Wait(options.Settle, fleet, chat);
        var calm = stage.Sample();
        var users = stage.LogIn(fleet, 0, options.Users, chat);
        var online = stage.Sample();
        stage.Figures.LoginTime += Stopwatch.GetElapsedTime(calm.Timestamp, online.Timestamp);
        stage.Wait(options.Settle, fleet, chat);
        stage.Figures.Connections = fleet.Online;
        stage.Figures.MemoryAfter = stage.Server.ReadMemory();

        var cut = stage.Sample();
        _chatLatency.Begin(Cut, cut.Timestamp);
        CutOff(users);
        var stormFleet = new Fleet(
            options with { Concurrent = options.StormConcurrent, LoginsPerSecond = 0, LoginRamp = TimeSpan.Zero }, _refused);
        var back = ComeBack(stormFleet, chat);
        var end = stage.Sample();
        _chatLatency.Begin(Back, end.Timestamp);
        stage.Wait(options.Duration, fleet, chat);
        var chatting = Cheapest((quiet, calm), (online, cut), (end, stage.Sample()));
        var returned = back.Count(user => user is { IsOnline: true });
        Fleet.LogOut([.. back.OfType<LoadUser>()], options.Timeout);
        return new StormReport
        {
            Users = users.Count,
            Missing = users.Count - returned,
            Retries = Math.Max(0, _attempts - users.Count),
            CalmTime = Stopwatch.GetElapsedTime(calm.Timestamp, online.Timestamp),
            StormTime = Stopwatch.GetElapsedTime(cut.Timestamp, end.Timestamp),
            CalmCpuMicros = CpuMicros(calm, online, users.Count, chatting),
            StormCpuMicros = CpuMicros(cut, end, returned, chatting),
            ReloginLatency = LatencySummary.Of(stormFleet.LoginLatency),
            ChatBefore = _chatLatency[0],
            ChatDuring = _chatLatency[Cut],
            ChatAfter = _chatLatency[Back],
            Refusals = _refused.ToList(),
        };
    }

    // By a reset, as when a network goes away and the client's machine answers for it.
    private static void CutOff(List<LoadUser> users)
    {
        var ends = new FailureCounts();
        foreach (var user in users.Where(user => user.IsOnline))
        {
            user.Sacrifice(ends);
            user.Stream.Connection.Abort("storm:cut");
        }
    }

    // In waves: all at once, then those who were refused, until the time is up.
    private LoadUser?[] ComeBack(Fleet fleet, ILoad chat)
    {
        var users = new LoadUser?[options.Users];
        var start = Stopwatch.GetTimestamp();
        while (!stage.IsStopped && Stopwatch.GetElapsedTime(start) < options.Timeout)
        {
            var missing = new Queue<int>(
                Enumerable.Range(0, users.Length).Where(number => users[number] is not { IsOnline: true }));
            if (missing.Count == 0)
                break;
            if (_attempts > 0)
                PreciseSleep.For(_retryAfter);
            stage.StartLogins("storm", fleet, () => Next(missing), chat);
        }

        return users;

        LoadUser? Next(Queue<int> missing)
        {
            if (!missing.TryDequeue(out var number))
                return null;
            _attempts++;
            return users[number] = fleet.CreateUser(number, stage.AfterLogin);
        }
    }

    // What chatting alone costs, as a part of one core: the least of the times without logins, whose aftermath is in some.
    private static double Cheapest(params ReadOnlySpan<(ResourceSample Start, ResourceSample End)> quietTimes)
    {
        var least = double.MaxValue;
        foreach (var (start, end) in quietTimes)
        {
            var time = Stopwatch.GetElapsedTime(start.Timestamp, end.Timestamp);
            if (time > TimeSpan.Zero && end.ServerCpu - start.ServerCpu is { } cpu)
                least = Math.Min(least, cpu / time);
        }

        return least == double.MaxValue ? 0 : least;
    }

    // What the server spent on each login between two samples, less what chatting costs.
    private static double? CpuMicros(ResourceSample start, ResourceSample end, int logins, double chatting)
    {
        var time = Stopwatch.GetElapsedTime(start.Timestamp, end.Timestamp);
        return logins > 0 && end.ServerCpu - start.ServerCpu is { } cpu
            ? Math.Max(0, (cpu - chatting * time).TotalMicroseconds / logins)
            : null;
    }
}
