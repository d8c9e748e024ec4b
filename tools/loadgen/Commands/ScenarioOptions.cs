using System.CommandLine;
using System.Net;
using Meerkat.LoadGen.Streams;

namespace Meerkat.LoadGen.Commands;

/// <summary>The options of one scenario's command, and how their values become <see cref="LoadOptions"/>.</summary>
internal sealed class ScenarioOptions
{
    // RFC 6121 sets no limit to rosters; servers do, and 1000 is a usual one.
    private const int DefaultContacts = 1000;

    // Of those in a roster, who is online at the same time.
    private const int DefaultMixedContacts = 10;

    // The scenarios in which something goes back and forth.
    private static readonly string[] _loads = ["chat", "rate", "component", "presence", "storm", "mixed"];

    private readonly string _scenario;
    private readonly List<Option> _all = [];
    private readonly Option<string[]> _targets;
    private readonly Option<string> _domain = CreateDomain();
    private readonly Option<int> _users;
    private readonly Option<int> _first = CreateFirst();
    private readonly Option<string> _prefix = CreatePrefix();
    private readonly Option<string> _password = CreatePassword();
    private readonly Option<string> _tls;
    private readonly Option<string> _mechanism;
    private readonly Option<double> _rate;
    private readonly Option<double> _loginRate;
    private readonly Option<double> _loginRamp;
    private readonly Option<int> _concurrent;
    private readonly Option<int> _threads;
    private readonly Option<int> _processes;
    private readonly Option<double> _timeout;
    private readonly Option<double> _settle;
    private readonly Option<double> _warmup;
    private readonly Option<double> _duration;
    private readonly Option<double> _drain;
    private readonly Option<int> _contacts;
    private readonly Option<string> _mix;
    private readonly Option<string?> _metrics;
    private readonly Option<double?> _maxGrowth;
    private readonly Option<int> _chatters;
    private readonly Option<int> _stormConcurrent;
    private readonly Option<int> _resets;
    private readonly Option<int> _stalls;
    private readonly Option<int> _garbage;
    private readonly Option<int> _window;
    private readonly Option<int> _size;
    private readonly Option<string> _component;
    private readonly Option<string> _componentDomain;
    private readonly Option<string> _componentSecret;
    private readonly Option<int> _warmupLogins;
    private readonly Option<int[]> _pids;
    private readonly Option<string?> _json;
    private readonly Option<string?> _report;
    private readonly Option<bool> _presence;
    private readonly Option<int> _sources;
    private readonly Option<bool> _allowRemote;

    // Long by design: one entry per option, in the order of the help. What a scenario does not use is not offered.
    public ScenarioOptions(string scenario)
    {
        _scenario = scenario;
        var hasLoad = scenario is not ("idle" or "login");
        _targets = Offer("--target", "host:port; several times to spread the users.", (string[])["127.0.0.1:5222"]);
        _all.Add(_domain);
        _users = Offer("--users", DescribeUsers(scenario), DefaultUsers(scenario));
        _all.AddRange([_first, _prefix, _password]);
        _tls = Offer("--tls", "none, starttls or direct. Every certificate is accepted.", "none");
        _mechanism = Offer(
            "--mechanism", "auto (the cheapest offered), PLAIN, SCRAM-SHA-1, SCRAM-SHA-256 or SCRAM-SHA-512.", "auto");
        _loginRate = Offer(hasLoad ? "--login-rate" : "--rate", "Logins per second; 0 is no limit.", 0.0);
        _rate = scenario == "presence"
            ? Offer(
                "--rate",
                "Changes of presence per second, of all users together; 0: when the contacts have seen an earlier one.", 0.0)
            : Offer(
                "--rate", $"{(scenario == "mixed" ? "What users do" : "Messages")} per second, all users together.",
                1000.0, "rate", "storm", "mixed");
        _contacts = Offer(
            "--contacts", "Contacts of each user who comes and goes.",
            scenario == "mixed" ? DefaultMixedContacts : DefaultContacts, "presence", "mixed");
        _mix = Offer("--mix", "What users do, by weight.", "chat=80,presence=5,ping=10,roster=2,disco=3", "mixed");
        _chatters = Offer("--chatters", "More users, who write to each other in pairs meanwhile.", 100, "storm");
        _stormConcurrent = Offer("--storm-concurrent", "Logins under way at once when all come back; 0 is all.", 0, "storm");
        _resets = Offer("--reset", "Connections to reset in the middle of the measured time.", 0, "chat", "rate");
        _stalls = Offer("--stall", "Connections to stop reading then, while their peers go on writing.", 0, "chat", "rate");
        _garbage = Offer("--garbage", "Connections to send garbage then.", 0, "chat", "rate");
        _loginRamp = Offer("--login-ramp", "Seconds in which that rate grows from nothing.", 0.0);
        _concurrent = Offer("--concurrent", "Logins under way at once.", 100);
        _timeout = Offer("--timeout", "Seconds a login may take, and a logout.", 30.0);
        _settle = Offer(
            "--settle", "Seconds between the last login and reading the server's memory.", 2.0, [.. _loads, "idle"]);
        _warmup = Offer("--warmup", "Seconds of load before measuring.", 2.0, _loads);
        _warmupLogins = Offer(
            "--warmup-logins",
            "Logins and logouts before the server's memory is read for the first time; at most one per user.",
            1000, "idle", "storm");
        _duration = scenario == "idle"
            ? Offer("--hold", "Seconds to hold the connections.", 10.0)
            : Offer("--duration", scenario == "storm" ? "Seconds to go on when all are back." : "Seconds to measure.", 10.0);
        _drain = Offer("--drain", "Seconds without any arrival before what is under way counts as lost.", 10.0, _loads);
        _window = Offer(
            "--window", "Messages, or changes of presence, each user keeps in flight.", 1, "chat", "component", "presence");
        _size = Offer("--size", "Bytes of the text of each message, or status.", 64, _loads);
        _component = Offer("--component", "host:port where the component connects.", "127.0.0.1:8888", "component");
        _componentDomain = Offer("--component-domain", "The component's domain.", "echo.localhost", "component");
        _componentSecret = Offer("--component-secret", "What the component has to know.", "secret", "component");
        _presence = Offer(
            "--presence", "Send initial presence after login.", false, "idle", "chat", "rate", "component", "storm");
        _pids = Offer("--server-pid", "Process of the server, for its CPU time and memory; may be given several times.", (int[])[]);
        _json = Offer("--json", "Write the report as JSON to a file, or '-' for standard output.", (string?)null);
        _report = Offer("--report", "Write the report as an HTML page with charts to a file.", (string?)null);
        _metrics = Offer(
            "--metrics",
            "http://HOST:PORT/metrics, or a Unix socket that answers to /metrics: the runtime's memory over time.",
            (string?)null);
        _maxGrowth = Offer(
            "--max-growth", "Fail if the server's memory grows by more than this many percent while measuring.",
            (double?)null);
        _sources = Offer("--source-addresses", "Connect from 127.0.0.1 to 127.0.0.N: more ephemeral ports.", 1);
        _threads = Offer("--threads", "Event loops for sockets in each process; 0 is 1, or what the environment says.", 0);
        _processes = Offer(
            "--processes", "Share the users among so many processes.", 1,
            "idle", "login", "chat", "rate", "presence", "mixed");
        _allowRemote = Offer("--allow-remote", "Allow targets that are not loopback addresses.", false);
    }

    public IReadOnlyList<Option> All => _all;

    public static Option<string> CreateDomain() =>
        Create("--domain", "The domain the server serves.", "localhost");

    public static Option<int> CreateFirst() => Create("--first", "The number of the first user.", 0);

    public static Option<string> CreatePrefix() => Create("--user-prefix", "Users are PREFIX0, PREFIX1 ….", "user");

    public static Option<string> CreatePassword() => Create("--password", "The password of all users.", "secret");

    /// <summary>Null if a value cannot be understood; the mistakes say which.</summary>
    public LoadOptions? Bind(ParseResult result, List<string> mistakes)
    {
        var targets = BindTargets(result, mistakes);
        var component = _all.Contains(_component) ? BindTarget(result, result.GetValue(_component)!, mistakes) : null;
        var tls = BindTls(result.GetValue(_tls)!, mistakes);
        if (!SaslNames.TryParse(result.GetValue(_mechanism)!, out var mechanism))
            mistakes.Add($"--mechanism '{result.GetValue(_mechanism)}' is unknown");
        if (mistakes.Count > 0)
            return null;
        return new LoadOptions
        {
            Scenario = _scenario,
            Targets = targets,
            Domain = result.GetValue(_domain)!,
            Users = result.GetValue(_users),
            FirstUser = result.GetValue(_first),
            UserPrefix = result.GetValue(_prefix)!,
            Password = result.GetValue(_password)!,
            Tls = tls,
            Mechanism = mechanism,
            LoginsPerSecond = result.GetValue(_loginRate),
            LoginRamp = Seconds(result, _loginRamp),
            Concurrent = result.GetValue(_concurrent),
            Threads = result.GetValue(_threads),
            Processes = _all.Contains(_processes) ? result.GetValue(_processes) : 1,
            Timeout = Seconds(result, _timeout),
            Settle = Seconds(result, _settle),
            Warmup = Seconds(result, _warmup),
            WarmupLogins = Math.Min(Value(result, _warmupLogins), result.GetValue(_users)),
            Duration = Seconds(result, _duration),
            Drain = Seconds(result, _drain),
            Contacts = Value(result, _contacts),
            Mix = Value(result, _mix) ?? "",
            Metrics = result.GetValue(_metrics),
            MaxGrowthPercent = result.GetValue(_maxGrowth),
            Chatters = Value(result, _chatters),
            StormConcurrent = Value(result, _stormConcurrent) is var atOnce and not 0 ? atOnce : result.GetValue(_users),
            Resets = Value(result, _resets),
            Stalls = Value(result, _stalls),
            Garbage = Value(result, _garbage),
            Window = Value(result, _window),
            MessagesPerSecond = Value(result, _rate),
            BodyBytes = Value(result, _size),
            Component = component,
            ComponentDomain = Value(result, _componentDomain) ?? "",
            ComponentSecret = Value(result, _componentSecret) ?? "",
            ServerPids = result.GetValue(_pids) ?? [],
            Json = result.GetValue(_json),
            Report = result.GetValue(_report),
            SendsPresence = Value(result, _presence) || _scenario is "presence" or "mixed",
            SourceAddresses = result.GetValue(_sources),
        };
    }

    private static string DescribeUsers(string scenario) => scenario switch
    {
        "chat" or "rate" => "How many users; they write to each other in pairs.",
        "storm" => "How many users are cut off and come back.",
        "presence" or "mixed" => "How many users: one who comes and goes and --contacts, or several times as many.",
        _ => "How many users.",
    };

    private static int DefaultUsers(string scenario) => scenario switch
    {
        "idle" or "login" => 10_000,
        "presence" => DefaultContacts + 1,
        "mixed" => 100 * (DefaultMixedContacts + 1),
        _ => 1000,
    };

    private static Option<T> Create<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    // Offers the option to these scenarios; to all if none is named.
    private Option<T> Offer<T>(string name, string description, T value, params ReadOnlySpan<string> scenarios)
    {
        var option = Create(name, description, value);
        if (scenarios.IsEmpty || scenarios.Contains(_scenario))
            _all.Add(option);
        return option;
    }

    // What is not offered keeps the default of its type, which no scenario without the option looks at.
    private T? Value<T>(ParseResult result, Option<T> option) =>
        _all.Contains(option) ? result.GetValue(option) : default;

    private TimeSpan Seconds(ParseResult result, Option<double> option) =>
        TimeSpan.FromSeconds(Math.Clamp(Value(result, option), -1, TimeSpan.FromDays(30).TotalSeconds));

    private List<EndPoint> BindTargets(ParseResult result, List<string> mistakes)
    {
        var targets = new List<EndPoint>();
        foreach (var text in result.GetValue(_targets) ?? [])
        {
            if (BindTarget(result, text, mistakes) is { } target)
                targets.Add(target);
        }

        return targets;
    }

    private EndPoint? BindTarget(ParseResult result, string text, List<string> mistakes)
    {
        var remote = result.GetValue(_allowRemote) ? RemoteTargets.Allow : RemoteTargets.Refuse;
        var target = TargetParser.Parse(text, remote, out var error);
        if (target is null)
            mistakes.Add(error);
        return target;
    }

    private static TlsMode BindTls(string name, List<string> mistakes)
    {
        switch (name)
        {
            case "none":
                return TlsMode.None;
            case "starttls":
                return TlsMode.StartTls;
            case "direct":
                return TlsMode.Direct;
            default:
                mistakes.Add($"--tls '{name}' is not none, starttls or direct");
                return TlsMode.None;
        }
    }
}
