using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

/// <summary>What <c>meerkat serve</c> does with its configuration at its start and on SIGHUP.</summary>
public sealed class ReloadProcessTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "meerkat");

    private readonly string _data = Directory.CreateTempSubdirectory("meerkat-reload-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Modules_are_as_the_file_says_after_a_hang_up_and_mistakes_change_nothing()
    {
        await WriteAsync("");
        using var server = Serve();
        await ReadToAsync(server.StandardOutput, "ready");

        await WriteAsync("[modules.vcrad]\nenabled = false");
        await SignalAsync(server, "HUP");
        var mistaken = await ReadToAsync(server.StandardError, "could not be read again, and access rules and modules stay as they are");
        await WriteAsync("[modules.vcard]\nenabled = false\n[limits]\nmax_depth = 100");
        await SignalAsync(server, "HUP");
        var changed = await ReadToAsync(server.StandardError, "The modules of all hosts are as the configuration says now");
        await SignalAsync(server, "TERM");
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        AssertEnds("unknown table [modules.vcrad]; did you mean [modules.vcard]?", mistaken);
        AssertEnds("The module vcard of localhost was stopped.", changed);
        AssertEnds("which needs a restart: limits.max_depth", changed);
        Assert.Equal(0, server.ExitCode);
    }

    [Fact]
    public async Task Service_that_cannot_start_ends_the_server_with_a_critical_line()
    {
        Directory.CreateDirectory(Path.Combine(_data, "meerkat.db"));
        await WriteAsync("");

        using var server = Serve();
        var lines = await ReadToAsync(server.StandardError, "meerkat: the service storage could not be started");
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(lines, line => line.Contains("crit: ", StringComparison.Ordinal)
            && line.Contains("The service storage could not be started.", StringComparison.Ordinal)
            && line.Contains("StoreException", StringComparison.Ordinal));
        Assert.Equal(1, server.ExitCode);
    }

    private static void AssertEnds(string text, List<string> lines) =>
        Assert.Contains(lines, line => line.EndsWith(text, StringComparison.Ordinal));

    private string File => Path.Combine(_data, "meerkat.toml");

    private Task WriteAsync(string toml) =>
        System.IO.File.WriteAllTextAsync(File, toml, TestContext.Current.CancellationToken);

    private Process Serve() => Process.Start(new ProcessStartInfo(
        _program, ["serve", "--config", File, "--domain", "localhost", "--c2s", "localhost:0", "--data", _data])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>The lines up to the one that contains this text.</summary>
    private static async Task<List<string>> ReadToAsync(StreamReader reader, string text)
    {
        List<string> lines = [];
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(_patience) is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal)) return lines;
        }

        throw new InvalidOperationException($"the server ended without saying '{text}':\n{string.Join('\n', lines)}");
    }

    private static async Task SignalAsync(Process server, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", server.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
