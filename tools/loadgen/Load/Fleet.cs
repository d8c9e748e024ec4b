using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Streams;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// Logs users in, no faster and no more at once than asked for, and counts what becomes of them. The methods that start,
/// wait and log out belong to the run's thread; the <c>On…</c> methods are for anyone.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification =
    "A login cut off at a run's end gives its slot back when its socket says so, and a semaphore has only a wait handle to free.")]
internal sealed class Fleet
{
    // How often overdue logins are looked for; also the longest the run's thread sleeps at a time.
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(50);

    private readonly LoadOptions _options;
    private readonly FailureCounts _failures;
    private readonly SemaphoreSlim _slots;
    private readonly Pacer _pacer;

    // In the order of their start: with one time-out for all, the overdue ones are at the front.
    private readonly Queue<LoadUser> _started = new();
    private int _online;
    private int _loggedIn;
    private int _loginsFailed;
    private int _dropped;

    public Fleet(LoadOptions options, FailureCounts failures)
    {
        _options = options;
        _failures = failures;
        _slots = new SemaphoreSlim(Math.Min(options.Concurrent, options.Users));
        _pacer = new Pacer(options.LoginsPerSecond, options.LoginRamp, Stopwatch.Frequency);
        Settings = new StreamSettings(options.Domain, options.Password, options.Tls, options.Mechanism);
    }

    public StreamSettings Settings { get; }

    public int FirstUser => _options.FirstUser;

    /// <summary>From the connection attempt to the full JID.</summary>
    public LatencyHistogram LoginLatency { get; } = new();

    public int Online => Volatile.Read(ref _online);

    public int LoggedIn => Volatile.Read(ref _loggedIn);

    public int LoginsFailed => Volatile.Read(ref _loginsFailed);

    /// <summary>Users who were logged in and went offline unasked.</summary>
    public int Dropped => Volatile.Read(ref _dropped);

    /// <summary>A user of this run who is not yet logged in.</summary>
    public LoadUser CreateUser(int number, AfterLogin afterLogin) =>
        new(this, number, _options.UserName(number), afterLogin);

    /// <summary>
    /// Starts logins until there is no next user or the run is stopped; <paramref name="onTick"/> is called meanwhile.
    /// </summary>
    public void Start(Func<LoadUser?> next, Action onTick, CancellationToken stop)
    {
        var lastTick = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            if (Stopwatch.GetElapsedTime(lastTick) >= _tick)
            {
                lastTick = Stopwatch.GetTimestamp();
                CloseOverdue();
                onTick();
            }

            var wait = _pacer.Peek(Stopwatch.GetTimestamp());
            if (wait > 0)
            {
                PreciseSleep.For(Min(Stopwatch.GetElapsedTime(0, wait), _tick));
                continue;
            }

            if (!_slots.Wait(_tick, CancellationToken.None))
                continue;
            if (next() is not { } user)
            {
                _slots.Release();
                return;
            }

            _pacer.Take(Stopwatch.GetTimestamp());
            _started.Enqueue(user);
            user.LogIn(TargetOf(user.Number), SourceOf(user.Number));
        }
    }

    /// <summary>Waits until every login has succeeded or failed; bounded by the login time-out.</summary>
    public void WaitUntilSettled(Action onTick, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && CloseOverdue() > 0)
        {
            PreciseSleep.For(TimeSpan.FromMilliseconds(5));
            onTick();
        }
    }

    /// <summary>Logs out those who are online; who is not gone in time is cut off.</summary>
    public static void LogOut(IReadOnlyList<LoadUser> users, TimeSpan timeout)
    {
        var online = users.Where(user => user.IsOnline).ToList();
        online.ForEach(user => user.Stream.LogOut());
        var start = Stopwatch.GetTimestamp();
        while (online.Exists(user => user.IsOnline) && Stopwatch.GetElapsedTime(start) < timeout)
            PreciseSleep.For(TimeSpan.FromMilliseconds(10));
        online.ForEach(user => user.Stream.Close(user.TimeoutReason()));
    }

    internal void OnLoggedIn(TimeSpan elapsed)
    {
        LoginLatency.Record(elapsed.Ticks * TimeSpan.NanosecondsPerTick);
        Interlocked.Increment(ref _loggedIn);
        Interlocked.Increment(ref _online);
    }

    internal void OnLoginFailed(string reason)
    {
        Interlocked.Increment(ref _loginsFailed);
        _failures.Add(reason);
    }

    /// <param name="reason">Why.</param>
    /// <param name="ends">Where it counts if it was meant to happen; else null.</param>
    internal void OnWentOffline(string reason, FailureCounts? ends)
    {
        Interlocked.Decrement(ref _online);
        if (reason == ClientStream.LoggedOut)
            return;
        if (ends is not null)
        {
            ends.Add(reason);
            return;
        }

        Interlocked.Increment(ref _dropped);
        _failures.Add(reason);
    }

    internal void ReleaseSlot() => _slots.Release();

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    // Returns how many logins are still under way, at least those behind the first that is.
    private int CloseOverdue()
    {
        var now = Stopwatch.GetTimestamp();
        while (_started.TryPeek(out var user))
        {
            user.CloseIfOverdue(now, _options.Timeout);
            if (!user.IsSettled)
                break;
            _started.Dequeue();
        }

        return _started.Count;
    }

    private EndPoint TargetOf(int number) => _options.Targets[number % _options.Targets.Count];

    // 127.0.0.1, 127.0.0.2 … each have their own range of ephemeral ports.
    private IPAddress? SourceOf(int number) => _options.SourceAddresses <= 1
        ? null
        : new IPAddress([127, 0, 0, (byte)(1 + number % _options.SourceAddresses)]);
}
