using System.Net;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Peers;

/// <summary>
/// ejabberd as Debian has it, over Mnesia. It runs as <c>ejabberdctl foreground</c> has it run, but without a name among
/// Erlang's nodes, so that it needs no epmd, which would go on after it.
/// </summary>
internal sealed class EjabberdPeer : IPeer
{
    public const string PeerName = "ejabberd";

    private const string Erlang = "/usr/bin/erl";
    private const string Control = "/usr/sbin/ejabberdctl";
    private const string Configuration = "ejabberd.yml";

    private static readonly DebianPackage _package = new("ejabberd");

    // Schedulers that look for work for a while before they sleep would be charged for it.
    private static readonly string[] _virtualMachine =
    [
        "+K", "true", "+P", "262144", "+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none",
        "-env", "ERL_CRASH_DUMP_BYTES", "0", "-noinput",
    ];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public string Name => PeerName;

    public string Mechanism => "SCRAM-SHA-1";

    public bool CompilesWhileRunning => false;

    public string Describe() =>
        $"{_package.Version()} on Erlang {new DebianPackage("erlang-base").Version()}, no busy waiting, Mnesia";

    public IReadOnlyList<string> MissingPackages() => DebianPackage.MissingOf("ejabberd");

    public async Task<string> CreateHomeAsync(Workspace workspace, int users)
    {
        string home = workspace.NewDirectory();
        await using ChildProcess process = await StartAsync(
            home, workspace.Ecdsa, PeerServer.FreeEndPoint(), PeerServer.FreeEndPoint(), ["-eval", Register(users)]);
        if (!await process.WaitForEndAsync(_patience) || !process.Lines.Contains("registered"))
            throw new InvalidOperationException($"ejabberd has made no accounts:\n{string.Join('\n', process.Lines)}");
        return home;
    }

    public async Task<IServer> StartAsync(string home, TestCertificate certificate, params IEnumerable<string> arguments)
    {
        IPEndPoint plain = PeerServer.FreeEndPoint();
        IPEndPoint tls = PeerServer.FreeEndPoint();
        return await PeerServer.WaitForAsync(await StartAsync(home, certificate, plain, tls, arguments), plain, tls);
    }

    private static async Task<ChildProcess> StartAsync(
        string home, TestCertificate certificate, IPEndPoint plain, IPEndPoint tls, IEnumerable<string> arguments)
    {
        string configuration = Path.Combine(home, Configuration);
        string pem = Path.Combine(home, "certificate.pem");
        string chain = await File.ReadAllTextAsync(certificate.CertificateFile);
        await File.WriteAllTextAsync(pem, $"{chain}\n{await File.ReadAllTextAsync(certificate.KeyFile)}");
        await File.WriteAllTextAsync(configuration, Configure(pem, plain, tls));
        return ChildProcess.Start(
            Erlang,
            [.. _virtualMachine, "-mnesia", "dir", $"\"{home}/mnesia\"", "-s", "ejabberd", .. arguments],
            new Dictionary<string, string>
            {
                ["ERL_LIBS"] = Libraries(),
                ["ERL_MAX_PORTS"] = "65536",
                ["ERL_MAX_ETS_TABLES"] = "2053",
                ["EJABBERD_CONFIG_PATH"] = configuration,
                ["EJABBERD_LOG_PATH"] = Path.Combine(home, "ejabberd.log"),
                ["HOME"] = home,
            });
    }

    // Debian's script knows the directory of this architecture.
    private static string Libraries()
    {
        const string name = "ERL_LIBS=";
        string line = File.ReadLines(Control).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return line[name.Length..].Trim('\'');
    }

    // docs.ejabberd.im/admin/configuration. Modules as Meerkat has them; no shapers, which the others have neither.
    private static string Configure(string pem, IPEndPoint plain, IPEndPoint tls) =>
        $"""
        hosts: [localhost]
        loglevel: warning
        certfiles: ["{pem}"]
        auth_method: internal
        auth_password_format: scram
        auth_scram_hash: sha
        listen:
          - ip: "{plain.Address}"
            port: {plain.Port}
            module: ejabberd_c2s
            starttls: true
            shaper: none
            max_stanza_size: 262144
            backlog: 1024
          - ip: "{tls.Address}"
            port: {tls.Port}
            module: ejabberd_c2s
            tls: true
            shaper: none
            max_stanza_size: 262144
            backlog: 1024
        modules:
          mod_disco: []
          mod_last: []
          mod_offline: []
          mod_ping: []
          mod_private: []
          mod_roster: []
          mod_time: []
          mod_vcard: []
          mod_version: []

        """;

    // It derives keys in Erlang, which takes milliseconds: one account is registered, and the others get its password.
    private static string Register(int users) =>
        $$"""
        ok = ejabberd_auth:try_register(<<"user0">>, <<"localhost">>, <<"secret">>),
        [Account] = mnesia:dirty_read(passwd, {<<"user0">>, <<"localhost">>}),
        [mnesia:dirty_write(setelement(2, Account, {<<"user", (integer_to_binary(N))/binary>>, <<"localhost">>}))
            || N <- lists:seq(1, {{users - 1}})],
        dumped = mnesia:dump_log(), io:format("registered~n"), init:stop().
        """;
}
