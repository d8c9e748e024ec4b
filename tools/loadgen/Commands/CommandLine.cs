using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Meerkat.LoadGen.Load;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Reports;
using Meerkat.LoadGen.Workers;

namespace Meerkat.LoadGen.Commands;

/// <summary>The commands of the tool and what they do. Owned by <c>Program</c>; one run at a time.</summary>
internal sealed class CommandLine(
    Terminal terminal, ProgressLine progress, MachineLimits limits, WorkerProgram workers)
{
    private readonly TextWriter _output = terminal.Output;
    private readonly TextWriter _error = terminal.Error;

    /// <summary>Runs one command; returns its exit code.</summary>
    public int Run(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var result = CreateRoot(stop).Parse(arguments);
        if (result.Action is ParseErrorAction)
        {
            foreach (var mistake in result.Errors)
                _error.WriteLine($"loadgen: {mistake.Message}");
            _error.WriteLine("loadgen: see 'loadgen --help'");
            return ExitCode.Usage;
        }

        return result.Invoke(new InvocationConfiguration
        {
            Output = _output,
            Error = _error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private RootCommand CreateRoot(CancellationToken stop) => new(
        "Load generator for XMPP servers. For test servers only: it accepts every TLS certificate, and refuses targets "
        + "other than 127.0.0.0/8 and ::1 unless --allow-remote is given.")
    {
        CreateScenario("idle", "Log users in and hold them; memory per connection, CPU of idle connections.", stop),
        CreateScenario("login", "Log users in and out as fast as allowed; logins per second.", stop),
        CreateScenario("chat", "Closed loop: pairs of users, each keeps a window of messages in flight.", stop),
        CreateScenario("rate", "Open loop: messages at a fixed rate; latency from the intended time.", stop),
        CreateScenario("component", "Closed loop: each user with an external component that echoes (XEP-0114).", stop),
        CreateScenario("presence", "Users come and go; each contact sees each change once and in order.", stop),
        CreateScenario("storm", "All users are cut off and come back at once, while others chat.", stop),
        CreateScenario("mixed", "Many users do what clients do, at given weights; for runs of hours.", stop),
        CreateUsers(),
        CompareCommand.Create(terminal),
        CreateWorker(stop),
    };

    private Command CreateScenario(string name, string description, CancellationToken stop)
    {
        var options = new ScenarioOptions(name);
        var command = new Command(name, description);
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction(result => RunScenario(options, result, stop));
        return command;
    }

    private int RunScenario(ScenarioOptions options, ParseResult result, CancellationToken stop)
    {
        var mistakes = new List<string>();
        if (options.Bind(result, mistakes) is { } run)
            mistakes.AddRange(run.Validate().Concat(limits.Validate(run)));
        else
            return Refuse(mistakes);
        if (mistakes.Count > 0)
            return Refuse(mistakes);

        // With the JSON on standard output, the table goes to where the progress goes.
        SetThreads(run);
        var report = run.Processes > 1
            ? new WorkerRun(run, workers, progress, stop).Execute()
            : new LoadRun(run, progress, new OpenGate(), stop).Execute();
        TableWriter.Write(report, run.Json == "-" ? _error : _output);
        if (!TryWrite(() => JsonReport.Write(report), run.Json) || !TryWrite(() => HtmlReport.Write(report), run.Report))
            return ExitCode.Failure;
        if (report.Failure is null)
            return ExitCode.Success;
        _error.WriteLine($"loadgen: {report.Failure}");
        return ExitCode.Failure;
    }

    // Read by the runtime when the first socket is used.
    private static void SetThreads(LoadOptions run)
    {
        if (run.Threads > 0)
            Environment.SetEnvironmentVariable(
                "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", run.Threads.ToString(CultureInfo.InvariantCulture));
    }

    // One of several processes of a run: what it says and hears is for the first one.
    private Command CreateWorker(CancellationToken stop)
    {
        var command = new Command(WorkerProgram.Command) { Hidden = true };
        command.SetAction(_ => RunWorker(stop));
        return command;
    }

    private int RunWorker(CancellationToken stop)
    {
        if (terminal.Input.ReadLine() is not { } line
            || JsonSerializer.Deserialize(line, WorkerJson.Default.LoadOptions) is not { } run)
            return ExitCode.Usage;
        SetThreads(run);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var gate = new WorkerGate(terminal.Input, _output, ending);
        gate.Begin();
        var report = new LoadRun(run, progress, gate, ending.Token).Execute();
        _output.WriteLine(JsonSerializer.Serialize(report, WorkerJson.Default.LoadReport));
        return ExitCode.Success;
    }

    private bool TryWrite(Func<byte[]> write, string? path)
    {
        if (path is null)
            return true;
        try
        {
            if (path == "-")
                _output.WriteLine(Encoding.UTF8.GetString(write()));
            else
                File.WriteAllBytes(path, [.. write(), (byte)'\n']);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _error.WriteLine($"loadgen: the report cannot be written: {e.Message}");
            return false;
        }
    }

    private Command CreateUsers()
    {
        var users = new Option<int>("--users") { Description = "How many.", Required = true };
        var file = new Option<string>("--file") { Description = "Where to write; '-' is standard output.", DefaultValueFactory = _ => "-" };
        var domain = ScenarioOptions.CreateDomain();
        var first = ScenarioOptions.CreateFirst();
        var prefix = ScenarioOptions.CreatePrefix();
        var password = ScenarioOptions.CreatePassword();
        var command = new Command("users", "Write lines 'user@domain,password' for 'meerkat user import'.")
        {
            users, file, domain, first, prefix, password,
        };
        command.SetAction(result => WriteUsers(
            new UserList(
                result.GetValue(prefix)!, result.GetValue(first), result.GetValue(users),
                result.GetValue(domain)!, result.GetValue(password)!),
            result.GetValue(file)!));
        return command;
    }

    private int WriteUsers(UserList list, string path)
    {
        if (list.Validate() is { } mistake)
            return Refuse([mistake]);
        try
        {
            if (path == "-")
            {
                list.WriteTo(_output);
                return ExitCode.Success;
            }

            using var file = new StreamWriter(path);
            list.WriteTo(file);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse([e.Message]);
        }
    }

    private int Refuse(List<string> mistakes)
    {
        mistakes.ForEach(mistake => _error.WriteLine($"loadgen: {mistake}"));
        return ExitCode.Usage;
    }
}
