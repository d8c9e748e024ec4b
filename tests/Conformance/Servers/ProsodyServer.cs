using System.Net;
using System.Net.Sockets;
namespace Meerkat.Conformance.Servers;

/// <summary>
/// Prosody with a configuration of its own, to check the scripts themselves against a second reading of the RFCs.
/// Only with MEERKAT_CONFORMANCE_SERVER=prosody.
/// </summary>
internal sealed class ProsodyServer(IReadOnlyList<Account> accounts, IReadOnlyList<string> arguments) : IServer
{
    private readonly string _directory = Directory.CreateTempSubdirectory("prosody-conformance-").FullName;
    private ServerProcess? _process;

    public Endpoints Endpoints { get; private set; } = new(new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0));

    public async Task StartAsync()
    {
        Endpoints = new(FreeEndpoint(), FreeEndpoint());
        WriteAccounts();
        TestCertificate.Write(Path.Combine(_directory, "localhost.crt"), Path.Combine(_directory, "localhost.key"));
        var configuration = Path.Combine(_directory, "prosody.cfg.lua");
        await File.WriteAllTextAsync(configuration, Configuration());
        _process = await ServerProcess.StartAsync("prosody", ["--config", configuration, "-F"], "Activated service 'c2s_direct_tls'");
    }

    public Task<int> StopAsync() => _process!.StopAsync();

    public Task KillAsync() => _process!.KillAsync();

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    // Prosody takes no port 0. The port is free now and most likely still is when Prosody binds it.
    private static IPEndPoint FreeEndpoint()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }

    private void WriteAccounts()
    {
        foreach (var account in accounts)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_directory, "data", Encoded(account.Domain), "accounts"));
            File.WriteAllText(Path.Combine(folder.FullName, Encoded(account.Localpart) + ".dat"),
                $"return {{ [\"password\"] = \"{account.Password}\"; }};\n");
        }
    }

    private static string Encoded(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"%{(int)c:x2}"));

    private string Configuration() => $$"""
        run_as_root = true
        daemonize = false
        pidfile = "{{_directory}}/prosody.pid"
        data_path = "{{_directory}}/data"
        certificates = "{{_directory}}"
        authentication = "internal_plain"
        interfaces = { "127.0.0.1" }
        c2s_ports = { {{Endpoints.C2s.Port}} }
        c2s_direct_tls_ports = { {{Endpoints.C2sTls.Port}} }
        c2s_require_encryption = {{(arguments.Contains("optional") ? "false" : "true")}}
        allow_unencrypted_plain_auth = {{(arguments.Contains("--allow-plain-without-tls") ? "true" : "false")}}
        allow_registration = {{(arguments.Contains("open") ? "true" : "false")}}
        ssl = { certificate = "{{_directory}}/localhost.crt"; key = "{{_directory}}/localhost.key"; }
        modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "private"; "vcard"; "version"; "uptime"; "time"; "ping";
            "register"; "offline"; "lastactivity"; "blocklist"; "posix" }
        modules_disabled = { "s2s" }
        log = { { levels = { min = "info" }, to = "console" } }
        VirtualHost "localhost"
        VirtualHost "other.localhost"
            ssl = { certificate = "{{_directory}}/localhost.crt"; key = "{{_directory}}/localhost.key"; }
        """;
}
