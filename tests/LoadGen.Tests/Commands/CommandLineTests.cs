using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Workers;
using Xunit;

namespace Meerkat.LoadGen.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("idle --users 0", "--users")]
    [InlineData("idle --users many", "many")]
    [InlineData("idle --first -1", "--first")]
    [InlineData("idle --no-such-option", "--no-such-option")]
    [InlineData("idle --window 10", "--window")]
    [InlineData("idle --concurrent 0", "--concurrent")]
    [InlineData("idle --tls sometimes", "--tls")]
    [InlineData("idle --mechanism MD5", "--mechanism")]
    [InlineData("idle --target 192.0.2.1:5222", "--allow-remote")]
    [InlineData("idle --target nowhere:port", "host:port")]
    [InlineData("idle --source-addresses 300", "--source-addresses")]
    [InlineData("idle --target [::1]:5222 --source-addresses 2", "IPv4")]
    [InlineData("idle --hold 0", "--hold")]
    [InlineData("idle --users 1000", "open files")]
    [InlineData("idle --users 10 --server-pid 8388608", "--server-pid 8388608")]
    [InlineData("chat --users 3", "even")]
    [InlineData("chat --users 2 --window 0", "--window")]
    [InlineData("chat --users 2 --size 10", "--size")]
    [InlineData("chat --users 2 --warmup -1", "--warmup")]
    [InlineData("rate --users 2 --rate 0", "--rate")]
    [InlineData("component --component 192.0.2.1:8888", "--allow-remote")]
    [InlineData("component --window 0", "--window")]
    [InlineData("presence --users 4 --contacts 2", "multiple of 3")]
    [InlineData("presence --users 3 --contacts 0", "--contacts")]
    [InlineData("presence --users 3 --contacts 2 --window 1025", "--window")]
    [InlineData("presence --users 3 --contacts 2 --rate -1", "--rate")]
    [InlineData("chat --users 4 --processes 3", "--processes 3")]
    [InlineData("chat --users 4 --processes 0", "--processes")]
    [InlineData("component --processes 2", "--processes")]
    [InlineData("chat --users 4 --threads -1", "--threads")]
    [InlineData("chat --users 4 --login-ramp 5", "--login-ramp")]
    [InlineData("chat --users 4 --login-rate 5 --login-ramp -1", "--login-ramp")]
    [InlineData("chat --users 6 --reset 2 --garbage 1", "too few")]
    [InlineData("chat --users 12 --processes 3 --reset 6", "too few")]
    [InlineData("rate --users 6 --stall -1", "--stall")]
    [InlineData("storm --users 6 --chatters 3", "--chatters")]
    [InlineData("storm --users 6 --storm-concurrent -1", "--storm-concurrent")]
    [InlineData("storm --users 6 --chatters 400", "open files")]
    [InlineData("chat --report /no/such/place/report.html", "/no/such/place")]
    [InlineData("chat --json /no/such/place/report.json", "/no/such/place")]
    [InlineData("compare only-one.json", "argument missing")]
    [InlineData("mixed --users 6 --contacts 2 --mix chat=80,dance=1", "--mix")]
    [InlineData("mixed --users 8 --contacts 3", "even")]
    [InlineData("mixed --users 6 --contacts 2 --metrics /no/such/socket", "--metrics")]
    [InlineData("mixed --users 6 --contacts 2 --max-growth -1", "--max-growth")]
    [InlineData("users", "--users")]
    [InlineData("users --users 0", "--users")]
    [InlineData("nonsense", "nonsense")]
    public void Command_that_is_mistaken_is_a_usage_error(string arguments, string expected)
    {
        var (code, output, error) = Run(arguments);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Fact]
    public void Command_with_several_mistakes_tells_all()
    {
        var (_, _, error) = Run("chat --users 3 --window 0 --size 1");

        Assert.Equal(3, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("--help", "every TLS certificate")]
    [InlineData("chat --help", "--window")]
    [InlineData("rate --help", "Messages per second")]
    [InlineData("idle --help", "--hold")]
    public void Command_help_succeeds(string arguments, string expected)
    {
        var (code, output, _) = Run(arguments);

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Users_are_written_as_lines_for_an_import()
    {
        var (code, output, _) = Run("users --users 2 --first 9 --user-prefix u --domain example.org --password a,b");

        Assert.Equal(ExitCode.Success, code);
        Assert.Equal("u9@example.org,a,b\nu10@example.org,a,b\n", output);
    }

    [Fact]
    public void Users_are_written_to_a_file()
    {
        var path = Path.GetTempFileName();

        var (code, output, _) = Run($"users --users 3 --file {path}");
        var lines = File.ReadAllLines(path);
        File.Delete(path);

        Assert.Equal((ExitCode.Success, ""), (code, output));
        Assert.Equal(["user0@localhost,secret", "user1@localhost,secret", "user2@localhost,secret"], lines);
    }

    private static (int Code, string Output, string Error) Run(string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var commandLine = new CommandLine(
            new Terminal(TextReader.Null, output, error),
            new ProgressLine(error, TerminalKind.None),
            new MachineLimits(OpenFiles: 500, EphemeralPorts: 28_000),
            WorkerProgram.Current());
        var code = commandLine.Run(arguments.Split(' '), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
