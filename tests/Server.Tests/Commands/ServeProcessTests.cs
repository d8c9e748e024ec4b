using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

/// <summary><c>meerkat serve</c> as a service manager runs it.</summary>
public sealed class ServeProcessTests : IDisposable
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "meerkat");

    private readonly string _data = Directory.CreateTempSubdirectory("meerkat-serve-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Options_of_the_garbage_collector_are_in_force_in_the_same_process()
    {
        using var server = await ServeAsync("--gc", "server", "--gc-conserve-memory", "5");

        var environment =
            await File.ReadAllBytesAsync($"/proc/{server.Id}/environ", TestContext.Current.CancellationToken);
        var exitCode = await TerminateAsync(server);

        var variables = Encoding.UTF8.GetString(environment).Split('\0');
        Assert.Contains("DOTNET_gcServer=1", variables);
        Assert.Contains("DOTNET_GCConserveMemory=5", variables);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Accounts_are_managed_beside_a_running_server()
    {
        using var server = await ServeAsync();

        var added = await CommandRun.OfAsync(
            "user", "add", "juliet@localhost", "--password", "secret", "--scram-iterations", "4096", "--data", _data);
        var exitCode = await TerminateAsync(server);
        var listed = await CommandRun.OfAsync("user", "list", "--data", _data);

        Assert.Equal(new(0, "juliet@localhost added\n", ""), added);
        Assert.Equal("juliet@localhost\n", listed.Output);
        Assert.Equal(0, exitCode);
    }

    private async Task<Process> ServeAsync(params string[] more)
    {
        var server = Process.Start(new ProcessStartInfo(
            _program, ["serve", "--domain", "localhost", "--c2s", "localhost:0", "--data", _data, "--log-level", "error", .. more])
        {
            RedirectStandardOutput = true,
        })!;
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line == "ready") return server;
        }

        throw new InvalidOperationException("the server ended before it was ready");
    }

    private static async Task<int> TerminateAsync(Process server)
    {
        using var kill = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        return server.ExitCode;
    }
}
