using System.Globalization;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Tests.Measure;
using Meerkat.LoadGen.Workers;
using Xunit;

namespace Meerkat.LoadGen.Tests.Reports;

public sealed class CompareTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadgen-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Compare_of_a_report_with_itself_finds_nothing()
    {
        var path = Write("a", SampleReport.Create());

        var (code, output, _) = Compare(path, path, "--fail-above", "0");

        Assert.Equal(ExitCode.Success, code);
        Assert.DoesNotContain("worse", output, StringComparison.Ordinal);
        Assert.Contains("messages.deliveredPerSecond", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, ExitCode.Success)]
    [InlineData("40", ExitCode.Failure)]
    [InlineData("60", ExitCode.Success)]
    public void Compare_fails_above_the_limit_only(string? limit, int expected)
    {
        var report = SampleReport.Create();
        var slower = report with { Logins = report.Logins with { Latency = report.Logins.Latency with { P50 = 1.5 } } };

        var (code, output, _) = Compare(
            Write("a", report), Write("b", slower), limit is null ? [] : ["--fail-above", limit]);

        Assert.Equal(expected, code);
        Assert.Contains("1.500", Line(output, "logins.latencyMicros.p50"), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_marks_what_matters_and_which_way()
    {
        var report = SampleReport.Create();
        var other = report with
        {
            Messages = report.Messages! with { DeliveredPerSecond = 2, Sent = 20, Lost = 2 },
            Client = report.Client with { CpuMicrosPerOperation = 30 },
        };

        var (_, output, _) = Compare(Write("a", report), Write("b", other));

        Assert.EndsWith("+ better", Line(output, "messages.deliveredPerSecond"), StringComparison.Ordinal);
        Assert.EndsWith("- worse", Line(output, "messages.lost"), StringComparison.Ordinal);
        Assert.EndsWith("2.000", Line(output, "messages.sent"), StringComparison.Ordinal);
        Assert.EndsWith("10.000", Line(output, "client.cpuMicrosPerOperation"), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_tells_what_had_not_happened_before()
    {
        var report = SampleReport.Create() with { Failure = null };
        var (first, second) = (
            report with { Messages = report.Messages! with { Duplicated = 0 } },
            report with { Messages = report.Messages! with { Duplicated = 1 } });

        var (code, output, _) = Compare(Write("a", first), Write("b", second), "--fail-above", "1000");

        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains("new", Line(output, "messages.duplicated"), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_tells_how_the_runs_differ()
    {
        var report = SampleReport.Create();

        var (_, output, _) = Compare(
            Write("a", report), Write("b", report with { Options = report.Options with { Users = 20 } }));

        Assert.Contains("! the runs differ in users: 10 and 20", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"tool\":\"loadgen\"}")]
    [InlineData("{\"tool\":\"other\",\"schema\":1}")]
    public void Compare_refuses_what_is_no_report(string text)
    {
        var path = Path.Combine(_folder, "none");
        File.WriteAllText(path, text);

        var (code, _, error) = Compare(Write("a", SampleReport.Create()), path);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("no JSON report of loadgen", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_refuses_reports_of_different_schemas()
    {
        var path = Path.Combine(_folder, "other");
        File.WriteAllText(path, "{\"tool\":\"loadgen\",\"schema\":2}");

        var (code, _, error) = Compare(Write("a", SampleReport.Create()), path);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("different schemas: 1 and 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_refuses_a_file_that_is_not_there_and_a_limit_below_0()
    {
        var path = Write("a", SampleReport.Create());

        Assert.Equal(ExitCode.Usage, Compare(path, Path.Combine(_folder, "nowhere")).Code);
        Assert.Equal(ExitCode.Usage, Compare(path, path, "--fail-above=-1").Code);
    }

    private static string Line(string output, string figure) =>
        output.Split('\n').Single(line => line.StartsWith(figure + " ", StringComparison.Ordinal)).TrimEnd();

    private string Write(string name, LoadReport report)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, JsonReport.Write(report));
        return path;
    }

    private static (int Code, string Output, string Error) Compare(string first, string second, params string[] more)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var commandLine = new CommandLine(
            new Terminal(TextReader.Null, output, error),
            new ProgressLine(error, TerminalKind.None),
            new MachineLimits(OpenFiles: null, EphemeralPorts: 28_000),
            WorkerProgram.Current());
        var code = commandLine.Run(["compare", first, second, .. more], TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
