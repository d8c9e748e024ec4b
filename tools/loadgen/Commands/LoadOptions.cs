using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Meerkat.LoadGen.Load;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Streams;

namespace Meerkat.LoadGen.Commands;

/// <summary>Everything a run needs to know, as given on the command line. Immutable.</summary>
internal sealed record LoadOptions
{
    // 127.0.0.1 … 127.0.0.250.
    private const int MaxSourceAddresses = 250;

    // More than any machine has use for, and a slip of the finger does not bring it down.
    private const int MaxThreads = 64;
    private const int MaxProcesses = 64;

    /// <summary>One of <c>idle</c>, <c>login</c>, <c>chat</c>, <c>rate</c>, <c>component</c>, <c>presence</c>, <c>storm</c>,
    /// <c>mixed</c>.</summary>
    public required string Scenario { get; init; }

    /// <summary>Where to connect; user n goes to target n modulo their number.</summary>
    public required IReadOnlyList<EndPoint> Targets { get; init; }

    public required string Domain { get; init; }

    public required int Users { get; init; }

    /// <summary>The number in the name of the first user.</summary>
    public int FirstUser { get; init; }

    public string UserPrefix { get; init; } = "user";

    public string Password { get; init; } = "secret";

    public TlsMode Tls { get; init; }

    public SaslChoice Mechanism { get; init; }

    /// <summary>Logins started per second; 0 is as many as <see cref="Concurrent"/> allows.</summary>
    public double LoginsPerSecond { get; init; }

    /// <summary>How long that rate takes to be reached.</summary>
    public TimeSpan LoginRamp { get; init; }

    /// <summary>Event loops for sockets; 0 is as the runtime was told.</summary>
    public int Threads { get; init; }

    /// <summary>How many processes share the users.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>What tells the messages of this run from those of others.</summary>
    public uint RunId { get; init; } = (uint)Random.Shared.Next();

    /// <summary>Logins under way at once.</summary>
    public int Concurrent { get; init; } = 100;

    /// <summary>How long one login may take, and one logout.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the last login until memory is read.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Warmup { get; init; }

    /// <summary>Logins and logouts before the server's memory is read for the first time.</summary>
    public int WarmupLogins { get; init; }

    /// <summary>The time that is measured.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may arrive before messages under way count as lost.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Closed loop: messages each user keeps in flight.</summary>
    public int Window { get; init; } = 1;

    /// <summary>Open loop: messages, or changes of presence, sent per second by all users together.</summary>
    public double MessagesPerSecond { get; init; }

    /// <summary>Bytes of each message's <c>body</c> text.</summary>
    public int BodyBytes { get; init; } = 64;

    public IReadOnlyList<int> ServerPids { get; init; } = [];

    /// <summary>A file for the report as JSON, or <c>-</c> for standard output.</summary>
    public string? Json { get; init; }

    /// <summary>A file for the report as a page.</summary>
    public string? Report { get; init; }

    public bool SendsPresence { get; init; }

    /// <summary>Loopback addresses to connect from.</summary>
    public int SourceAddresses { get; init; } = 1;

    /// <summary>Where the component connects; null where there is none.</summary>
    public EndPoint? Component { get; init; }

    public string ComponentDomain { get; init; } = "";

    public string ComponentSecret { get; init; } = "";

    /// <summary>Storm: users behind those who are cut off, who write to each other in pairs.</summary>
    public int Chatters { get; init; }

    /// <summary>Storm: logins under way at once when all come back.</summary>
    public int StormConcurrent { get; init; }

    /// <summary>Connections to be reset in the middle of the measured time.</summary>
    public int Resets { get; init; }

    /// <summary>Connections to stop reading then.</summary>
    public int Stalls { get; init; }

    /// <summary>Connections to send garbage then.</summary>
    public int Garbage { get; init; }

    /// <summary>Mixed: what users do, as <see cref="TrafficMix"/> reads it.</summary>
    public string Mix { get; init; } = "";

    /// <summary>Where the server tells figures of its runtime.</summary>
    public string? Metrics { get; init; }

    /// <summary>The run fails if the server's memory grows by more; null: however it grows.</summary>
    public double? MaxGrowthPercent { get; init; }

    /// <summary>Contacts of each user who comes and goes.</summary>
    public int Contacts { get; init; }

    public bool SendsMessages => Scenario is "chat" or "rate" or "component" or "storm";

    /// <summary>Something goes back and forth once all are logged in.</summary>
    public bool HasLoad => SendsMessages || Scenario is "presence" or "mixed";

    /// <summary>What CPU time is divided by.</summary>
    public string Operation => Scenario switch
    {
        "presence" => "presence",
        "mixed" => "operation",
        _ => SendsMessages ? "message" : "login",
    };

    /// <summary>Contacts must see each other.</summary>
    public bool NeedsSubscriptions => Scenario is "presence" or "mixed";

    /// <summary>Each user keeps so many messages in flight, whatever the rate.</summary>
    public bool IsClosedLoop => Scenario is "chat" or "component" || (Scenario == "presence" && MessagesPerSecond == 0);

    /// <summary>The users who have to do with each other.</summary>
    public int GroupSize => Scenario switch
    {
        "chat" or "rate" => 2,
        "presence" or "mixed" => Contacts + 1,
        _ => 1,
    };

    // So that all shares together are the whole.
    private int ShareOf(int count, int process) =>
        (int)((long)count * (process + 1) / Processes - (long)count * process / Processes);

    private int MaxWindow => Scenario == "presence" ? FanOutSource.MaxInFlight : 10_000;

    /// <summary>The localpart of a user of this run, counted from 0.</summary>
    public string UserName(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{UserPrefix}{FirstUser + number}");

    /// <summary>The shares of the processes: users who have to do with each other stay together.</summary>
    public IEnumerable<LoadOptions> Split()
    {
        var groups = Users / GroupSize;
        var next = FirstUser;
        for (var i = 0; i < Processes; i++)
        {
            var users = (groups / Processes + (i < groups % Processes ? 1 : 0)) * GroupSize;
            var part = (double)users / Users;
            yield return this with
            {
                Users = users,
                FirstUser = next,
                LoginsPerSecond = LoginsPerSecond * part,
                Concurrent = Math.Max(1, (int)(Concurrent * part)),
                WarmupLogins = (int)(WarmupLogins * part),
                MessagesPerSecond = MessagesPerSecond * part,
                Resets = ShareOf(Resets, i),
                Stalls = ShareOf(Stalls, i),
                Garbage = ShareOf(Garbage, i),
                ServerPids = [],
                Metrics = null,
                MaxGrowthPercent = null,
                Json = null,
                Report = null,
            };
            next += users;
        }
    }

    /// <summary>All mistakes at once, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        if (Users < 1)
            yield return "--users must be at least 1";
        if (FirstUser < 0)
            yield return "--first must not be negative";
        if (Concurrent < 1)
            yield return "--concurrent must be at least 1";
        if (LoginsPerSecond < 0)
            yield return "the rate of logins must not be negative";
        if (new[] { Settle, Warmup, Drain, LoginRamp }.Any(time => time < TimeSpan.Zero))
            yield return "--settle, --warmup, --drain and --login-ramp must not be negative";
        if (Metrics is not null && MetricsSource.Validate(Metrics) is { } mistakenMetrics)
            yield return mistakenMetrics;
        if (MaxGrowthPercent is < 0 or double.NaN)
            yield return "--max-growth must not be negative";
        if (LoginRamp > TimeSpan.Zero && LoginsPerSecond == 0)
            yield return "--login-ramp needs a rate of logins to grow to";
        if (Threads is < 0 or > MaxThreads)
            yield return $"--threads must be between 1 and {MaxThreads}";
        if (Processes is < 1 or > MaxProcesses)
            yield return $"--processes must be between 1 and {MaxProcesses}";
        else if (Processes > 1 && Users / GroupSize < Processes)
            yield return $"--users {Users} cannot be shared by --processes {Processes}: each takes {GroupSize} at least";
        if (Duration <= TimeSpan.Zero || Timeout <= TimeSpan.Zero)
            yield return "--duration, --hold and --timeout must be above 0";
        if (SourceAddresses is < 1 or > MaxSourceAddresses)
            yield return $"--source-addresses must be between 1 and {MaxSourceAddresses}";
        if (SourceAddresses > 1 && !Targets.All(target => target is IPEndPoint { Address: var a } && IPAddress.IsLoopback(a)
                && a.AddressFamily == AddressFamily.InterNetwork))
            yield return "--source-addresses needs IPv4 loopback targets";
        foreach (var path in new[] { Json, Report }.Where(path => path is not (null or "-")))
        {
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path!))))
                yield return $"'{path}' cannot be written: there is no such directory";
        }

        foreach (var mistake in HasLoad ? ValidateLoad() : [])
            yield return mistake;
    }

    private IEnumerable<string> ValidateLoad()
    {
        if (NeedsSubscriptions && Contacts < 1)
            yield return "--contacts must be at least 1";
        else if (Users % GroupSize != 0)
            yield return NeedsSubscriptions
                ? $"--users must be a multiple of {GroupSize}: one user and --contacts {Contacts}"
                : "--users must be even: users write to each other in pairs";
        if (Scenario == "mixed" && Contacts % 2 != 0)
            yield return "--contacts must be even: they write to each other in pairs";
        if (Scenario == "mixed" && TrafficMix.Parse(Mix) is null)
            yield return $"--mix '{Mix}' is not like chat=80,presence=5, of {string.Join(", ", TrafficMix.Names)}";
        if (Scenario == "storm" && (Chatters < 2 || Chatters % 2 != 0))
            yield return "--chatters must be even and at least 2: they write to each other in pairs";
        if (StormConcurrent < 0)
            yield return "--storm-concurrent must not be negative";
        if (Resets < 0 || Stalls < 0 || Garbage < 0)
            yield return "--reset, --stall and --garbage must not be negative";
        else if (Faults.PairsOf(this) is > 0 and var pairs && Split().Any(share => Faults.PairsOf(share) >= share.Users / 2))
            yield return $"--users {Users} are too few: {pairs} pairs are lost to --reset, --stall and --garbage, "
                + "and one has to be left";
        if (IsClosedLoop && (Window < 1 || Window > MaxWindow))
            yield return $"--window must be between 1 and {MaxWindow}";
        if (!IsClosedLoop && MessagesPerSecond is <= 0 or > 10_000_000)
            yield return "--rate must be above 0 and at most 10000000";
        if (BodyBytes is < MessageBody.MinBytes or > MessageBody.MaxBytes)
            yield return $"--size must be between {MessageBody.MinBytes} and {MessageBody.MaxBytes}";
    }
}
