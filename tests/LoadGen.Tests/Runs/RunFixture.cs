using System.Text.Json;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Tests.Fakes;
using Meerkat.LoadGen.Workers;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

/// <summary>Runs the tool in this process, as its command line would, against a fake server.</summary>
internal static class RunFixture
{
    // The build puts the tool beside its tests.
    private static WorkerProgram BuiltProgram { get; } =
        new(Path.Combine(AppContext.BaseDirectory, "loadgen"), [WorkerProgram.Command]);

    public static Task<RunResult> RunAsync(FakeServer server, string arguments, CancellationToken? stop = null) =>
        RunAsync(server.Target, arguments, stop);

    // A run blocks its thread: not one of the pool's, which the fake server needs.
    public static Task<RunResult> RunAsync(string target, string arguments, CancellationToken? stop = null) => Task.Factory.StartNew(
        () => Run(target, arguments, stop ?? TestContext.Current.CancellationToken),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static RunResult Run(string target, string arguments, CancellationToken stop)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var commandLine = new CommandLine(
            new Terminal(TextReader.Null, output, error),
            new ProgressLine(error, TerminalKind.None),
            new MachineLimits(OpenFiles: null, EphemeralPorts: 28_000),
            BuiltProgram);
        var code = commandLine.Run(
            [.. arguments.Split(' '), "--target", target, "--json", "-"], stop);
        return new RunResult(code, JsonDocument.Parse(output.ToString()).RootElement, error.ToString());
    }
}

/// <summary>What a run of the tool left behind.</summary>
internal sealed record RunResult(int Code, JsonElement Json, string Error)
{
    public long Messages(string name) => Json.GetProperty("messages").GetProperty(name).GetInt64();

    public long Logins(string name) => Json.GetProperty("logins").GetProperty(name).GetInt64();

    public long Errors(string condition) =>
        Json.GetProperty("errors").TryGetProperty(condition, out var count) ? count.GetInt64() : 0;
}
