using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Meerkat.Conformance.Servers;

/// <summary><c>meerkat serve</c> from the build output, over a data directory of its own.</summary>
internal sealed partial class MeerkatServer(IReadOnlyList<Account> accounts, IReadOnlyList<string> arguments) : IServer
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "meerkat");

    private readonly string _data = Directory.CreateTempSubdirectory("meerkat-conformance-").FullName;
    private ServerProcess? _process;
    private bool _isPopulated;

    public Endpoints Endpoints { get; private set; } = new(new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0));

    public async Task StartAsync()
    {
        if (!_isPopulated)
            await ImportAccountsAsync();
        _isPopulated = true;
        try
        {
            _process = await ServerProcess.StartAsync(_program,
            [
                "serve", "--data", _data, "--domain", "localhost", "--domain", "other.localhost",
                "--c2s", "127.0.0.1:0", "--c2s-tls", "127.0.0.1:0", .. arguments,
            ], "ready");
        }
        catch (InvalidOperationException e) when (e.Message.EndsWith("ended at once:\n", StringComparison.Ordinal))
        {
            Assert.Skip("meerkat serve does not serve yet");
        }

        Endpoints = new(ListeningOn("c2s"), ListeningOn("c2s-tls"));
    }

    public Task<int> StopAsync() => _process!.StopAsync();

    public Task KillAsync() => _process!.KillAsync();

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        Directory.Delete(_data, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task ImportAccountsAsync()
    {
        var file = Path.Combine(_data, "accounts.txt");
        await File.WriteAllLinesAsync(file, accounts.Select(account => $"{account.Localpart}@{account.Domain} {account.Password}"));
        // The fewest iterations RFC 5802 §5.1 allows: these passwords protect nothing.
        var start = new ProcessStartInfo(_program, ["user", "import", file, "--data", _data, "--scram-iterations", "4096"]) { RedirectStandardError = true };
        using var import = Process.Start(start)!;
        var mistakes = await import.StandardError.ReadToEndAsync();
        await import.WaitForExitAsync();
        Assert.SkipWhen(mistakes.Contains("unknown", StringComparison.Ordinal), "meerkat user import is not there yet");
        if (import.ExitCode != 0)
            throw new InvalidOperationException($"user import failed with exit code {import.ExitCode}: {mistakes}");
    }

    private IPEndPoint ListeningOn(string listener)
    {
        var line = Listening().Matches(_process!.Output).First(match => match.Groups[1].Value == listener);
        return IPEndPoint.Parse(line.Groups[2].Value);
    }

    [GeneratedRegex(@"^listening: (\S+) (\S+)", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
