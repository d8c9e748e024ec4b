using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Meerkat.Conformance.Servers;

/// <summary><c>meerkat serve</c> from the build output, over a data directory of its own.</summary>
internal sealed partial class MeerkatServer(IReadOnlyList<Account> accounts, IReadOnlyList<string> arguments) : IServer
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "meerkat");

    private readonly string _data = Directory.CreateTempSubdirectory("meerkat-conformance-").FullName;
    private ServerProcess? _process;
    private bool _isPrepared;

    public Endpoints Endpoints { get; private set; } = new(new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0));

    /// <summary>What its configuration file says; null: it has none.</summary>
    public string? Configuration { get; init; }

    public async Task StartAsync()
    {
        if (!_isPrepared)
        {
            TestCertificate.Write(CertificateFile, KeyFile);
            await ImportAccountsAsync();
            if (Configuration is not null) await File.WriteAllTextAsync(ConfigurationFile, Configuration);
        }

        _isPrepared = true;
        _process = await ServerProcess.StartAsync(_program,
        [
            "serve", "--data", _data, "--domain", "localhost", "--domain", "other.localhost",
            "--c2s", "127.0.0.1:0", "--c2s-tls", "127.0.0.1:0",
            "--certificate", CertificateFile, "--key", KeyFile,
            .. Configuration is null ? Array.Empty<string>() : ["--config", ConfigurationFile],
            .. arguments,
        ], "ready");
        Endpoints = new(ListeningOn("c2s")!, ListeningOn("c2s-tls")!) { Components = ListeningOn("component") };
    }

    /// <summary>What a client may pin.</summary>
    public string CertificateFile => Path.Combine(_data, "certificate.pem");

    /// <summary>Makes another certificate, and has the server read it.</summary>
    public async Task RenewCertificateAsync()
    {
        TestCertificate.Write(CertificateFile, KeyFile);
        await _process!.HangUpAsync("Certificates were read again");
    }

    /// <summary>Spoils the certificate's file, and waits until the server has noticed.</summary>
    public async Task SpoilCertificateAsync()
    {
        await File.WriteAllTextAsync(CertificateFile, "spoilt");
        await _process!.HangUpAsync("the old ones stay in use");
    }

    private string ConfigurationFile => Path.Combine(_data, "meerkat.toml");

    private string KeyFile => Path.Combine(_data, "key.pem");

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
        await File.WriteAllLinesAsync(file, accounts.Select(account => $"{account.Localpart}@{account.Domain},{account.Password}"));
        // The fewest iterations RFC 5802 §5.1 allows: these passwords protect nothing.
        var start = new ProcessStartInfo(_program, ["user", "import", file, "--data", _data, "--scram-iterations", "4096"]) { RedirectStandardError = true };
        using var import = Process.Start(start)!;
        var mistakes = await import.StandardError.ReadToEndAsync();
        await import.WaitForExitAsync();
        if (import.ExitCode != 0)
            throw new InvalidOperationException($"user import failed with exit code {import.ExitCode}: {mistakes}");
    }

    private IPEndPoint? ListeningOn(string listener)
    {
        var line = Listening().Matches(_process!.Output).FirstOrDefault(match => match.Groups[1].Value == listener);
        return line is null ? null : IPEndPoint.Parse(line.Groups[2].Value);
    }

    [GeneratedRegex(@"^listening: (\S+) (\S+)", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
