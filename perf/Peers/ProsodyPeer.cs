using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>Prosody as Debian has it, over files.</summary>
internal sealed class ProsodyPeer : IPeer
{
    public const string PeerName = "prosody";

    // Generational collections came with Lua 5.4, which is not the only one that Debian's Prosody runs on.
    private const string Lua = "/usr/bin/lua5.4";
    private const string Program = "/usr/bin/prosody";
    private const string Configuration = "prosody.cfg.lua";

    // What Meerkat's accounts have here.
    private const int ScramIterations = 4096;

    private static readonly DebianPackage _package = new("prosody");

    public string Name => PeerName;

    public string Mechanism => "SCRAM-SHA-1";

    public bool CompilesWhileRunning => false;

    public string Describe() =>
        $"{_package.Version()} on Lua {new DebianPackage("lua5.4").Version()}, epoll, generational collections, files";

    public IReadOnlyList<string> MissingPackages() => DebianPackage.MissingOf("prosody", "lua5.4");

    public async Task<string> CreateHomeAsync(Workspace workspace, int users)
    {
        string home = workspace.NewDirectory();
        string accounts = Directory.CreateDirectory(Path.Combine(home, "localhost", "accounts")).FullName;
        string account = Account();
        for (int i = 0; i < users; i++)
            await File.WriteAllTextAsync(Path.Combine(accounts, $"user{i}.dat"), account);
        return home;
    }

    public async Task<IServer> StartAsync(string home, TestCertificate certificate, params IEnumerable<string> arguments)
    {
        IPEndPoint plain = PeerServer.FreeEndPoint();
        IPEndPoint tls = PeerServer.FreeEndPoint();
        string configuration = Path.Combine(home, Configuration);
        await File.WriteAllTextAsync(configuration, Configure(home, certificate, plain, tls));
        ChildProcess process = ChildProcess.Start(Lua, [Program, "-F", "--config", configuration, .. arguments]);
        return await PeerServer.WaitForAsync(process, plain, tls);
    }

    // prosody.im/doc/configure. Modules as Meerkat has them; no limits of rates, which the others have neither.
    private static string Configure(string home, TestCertificate certificate, IPEndPoint plain, IPEndPoint tls) =>
        $$"""
        run_as_root = true
        pidfile = "{{home}}/prosody.pid"
        data_path = "{{home}}"
        log = { { levels = { min = "warn" }, to = "console" } }
        interfaces = { "{{plain.Address}}" }
        c2s_ports = { {{plain.Port}} }
        c2s_direct_tls_ports = { {{tls.Port}} }
        network_backend = "epoll"
        network_settings = { tcp_backlog = 1024 }
        gc = { mode = "generational" }
        modules_enabled = {
            "roster"; "saslauth"; "tls"; "disco"; "private"; "vcard4"; "ping"; "time"; "version"; "lastactivity"
        }
        modules_disabled = { "s2s" }
        c2s_require_encryption = false
        authentication = "internal_hashed"
        storage = "internal"
        ssl = { certificate = "{{certificate.CertificateFile}}"; key = "{{certificate.KeyFile}}"; protocol = "tlsv1_2+" }
        c2s_direct_tls_ssl = ssl
        VirtualHost "localhost"

        """;

    // RFC 5802 §3, as mod_auth_internal_hashed keeps it. The salt is the same for all: it changes nothing for the server.
    [SuppressMessage("Security", "CA5350", Justification = "SCRAM-SHA-1.")]
    private static string Account()
    {
        const string salt = "2d7a6b3e9c41f058";
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(
            "secret"u8, Encoding.ASCII.GetBytes(salt), ScramIterations, HashAlgorithmName.SHA1, SHA1.HashSizeInBytes);
        string storedKey = Convert.ToHexStringLower(SHA1.HashData(HMACSHA1.HashData(salted, "Client Key"u8)));
        string serverKey = Convert.ToHexStringLower(HMACSHA1.HashData(salted, "Server Key"u8));
        return $$"""
            return {
            	["salt"] = "{{salt}}";
            	["iteration_count"] = {{ScramIterations}};
            	["stored_key"] = "{{storedKey}}";
            	["server_key"] = "{{serverKey}}";
            };

            """;
    }
}
