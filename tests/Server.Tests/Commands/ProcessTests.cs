using System.Diagnostics;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

/// <summary>The built executable as others call it: exit codes and streams.</summary>
public sealed class ProcessTests
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "meerkat");

    [Fact]
    public async Task Unknown_option_ends_with_2_and_one_line_on_standard_error()
    {
        var (exitCode, output, error) = await RunAsync("serve", "--datta", "x");

        Assert.Equal((2, "", "meerkat: unknown option '--datta'; did you mean '--data'?\n"), (exitCode, output, error));
    }

    [Fact]
    public async Task Help_ends_with_0()
    {
        var (exitCode, output, error) = await RunAsync("--help");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("Description:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_configuration_ends_with_0_and_a_bad_one_with_1()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "server.domains = ['example.com']\ntls.starttls = 'optional'\n", TestContext.Current.CancellationToken);
        var good = await RunAsync("check-config", file);
        await File.AppendAllTextAsync(file, "x = 1\n", TestContext.Current.CancellationToken);
        var bad = await RunAsync("check-config", file);
        File.Delete(file);

        Assert.Equal((0, $"{file}: ok\n", ""), good);
        Assert.Equal((1, $"{file}:3:1: unknown key 'x' outside any table\n", ""), bad);
    }

    [Fact]
    public async Task User_without_password_and_terminal_ends_with_2()
    {
        var (exitCode, output, error) = await RunAsync("user", "add", "juliet@example.com");

        Assert.Equal(
            (2, "", "meerkat: no password: standard input is no terminal to ask on; use --password-stdin or --password\n"),
            (exitCode, output, error));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(_program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
