using System.Text;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class OptionTableTests
{
    /// <summary>For each option a value that is not its default: as flags write it, and as the file does.</summary>
    private static readonly Dictionary<string, (string[] Flag, string Toml)> _samples = new()
    {
        ["server.domains"] = (["example.com", "bücher.example"], "['EXAMPLE.com', 'xn--bcher-kva.example']"),
        ["server.resource_conflict"] = (["kick_new"], "'kick_new'"),
        ["listen.c2s"] = (["127.0.0.1:0", "[::1]:5222", "*:15222"], "['localhost:0', '[::1]:5222', '*:15222']"),
        ["listen.c2s_tls"] = (["192.0.2.1:5223"], "['192.0.2.1:5223']"),
        ["listen.backlog"] = (["7"], "7"),
        ["listen.c2s_shaper"] = (["slow"], "'slow'"),
        ["listen.c2s_auth_methods"] = (["pki"], "['pki']"),
        ["listen.c2s_tls_auth_methods"] = (["internal", "pki"], "['internal', 'pki']"),
        ["components.listen"] = (["127.0.0.1:8888"], "['localhost:8888']"),
        ["components.hidden_listen"] = (["127.0.0.1:0", "*:8889"], "['localhost:0', '*:8889']"),
        ["components.tls"] = (["true"], "true"),
        // A secret is never shown: whatever is set, this is what can be read of it.
        ["components.password"] = (["(secret)"], "'not shown'"),
        ["components.passwords"] = (["a.example=(secret)", "b.example=(secret)"], "{ 'A.example' = 'one', 'b.example' = 'two' }"),
        ["components.allowed_domains"] = (["a.example", "b.example"], "['A.example', 'b.example']"),
        ["components.access"] = (["local"], "'local'"),
        ["components.shaper"] = (["fast"], "'fast'"),
        ["components.check_from"] = (["false"], "false"),
        ["components.conflict_behaviour"] = (["kick_old"], "'kick_old'"),
        ["components.state_timeout"] = (["10s"], "'10s'"),
        ["components.max_stanza"] = (["64KiB"], "'65536B'"),
        ["components.max_queued_stanzas"] = (["7"], "7"),
        ["components.max_queued"] = (["2MiB"], "'2048KiB'"),
        ["modules.disco.extra_domains"] = (["a.example", "b.example"], "['a.example', 'b.example']"),
        ["modules.disco.users_can_see_hidden_services"] = (["true"], "true"),
        ["tls.certificate"] = (["/etc/a.pem", "/etc/b.pem"], "['/etc/a.pem', '/etc/b.pem']"),
        ["tls.key"] = (["/etc/key.pem"], "'/etc/key.pem'"),
        ["tls.versions"] = (["1.3"], "['1.3']"),
        ["tls.ciphers"] = (["ECDHE+AESGCM"], "'ECDHE+AESGCM'"),
        ["tls.session_tickets"] = (["false"], "false"),
        ["tls.client_certificate"] = (["require"], "'require'"),
        ["tls.verify_mode"] = (["selfsigned_peer"], "'selfsigned_peer'"),
        ["tls.client_ca"] = (["/etc/ca.pem"], "'/etc/ca.pem'"),
        ["tls.client_crl"] = (["/etc/crl.pem"], "['/etc/crl.pem']"),
        ["auth.methods"] = (["internal", "pki"], "['internal', 'pki']"),
        ["auth.sasl_mechanisms"] = (["external", "plain"], "['external', 'plain']"),
        ["auth.scram_downgrade_protection"] = (["false"], "false"),
        ["auth.sasl_external"] = (["standard", "common_name", "auth_id"], "['standard', 'common_name', 'auth_id']"),
        ["auth.sasl_external_lenient_authzid"] = (["false"], "false"),
        ["auth.sasl_external_common_name_prefix"] = (["user_"], "'user_'"),
        ["auth.sasl_external_common_name_suffix"] = (["-test"], "'-test'"),
        ["tls.starttls"] = (["optional"], "'optional'"),
        ["tls.allow_plain_without_tls"] = (["true"], "true"),
        ["tls.library"] = (["sslstream"], "'sslstream'"),
        ["accounts.scram_iterations"] = (["4096"], "4_096"),
        ["limits.max_connections"] = (["7"], "7"),
        ["limits.max_connections_per_address"] = (["7"], "7"),
        ["limits.connections_per_second"] = (["7"], "7"),
        ["limits.connections_per_second_per_address"] = (["7"], "7"),
        ["limits.connection_burst"] = (["40"], "40"),
        ["limits.max_handshakes"] = (["7"], "7"),
        ["limits.handshake_timeout"] = (["1500ms"], "'1500ms'"),
        ["limits.negotiation_timeout"] = (["5m"], "'300s'"),
        ["limits.close_timeout"] = (["7s"], "'7s'"),
        ["limits.max_stanza"] = (["64KiB"], "'65536B'"),
        ["limits.max_header"] = (["5000B"], "'5000B'"),
        ["limits.max_depth"] = (["8"], "0x8"),
        ["limits.max_attributes"] = (["16"], "16"),
        ["limits.max_outbox"] = (["2MiB"], "'2048KiB'"),
        ["limits.max_auth_attempts"] = (["4"], "4"),
        ["limits.max_failed_logins"] = (["7"], "7"),
        ["limits.failed_login_window"] = (["1h"], "'60m'"),
        ["limits.lockout"] = (["2d"], "'48h'"),
        ["limits.max_sessions_per_user"] = (["7"], "7"),
        ["limits.max_roster_items"] = (["7"], "7"),
        ["modules.offline.enabled"] = (["false"], "false"),
        ["modules.offline.max_messages"] = (["0"], "0"),
        ["modules.disco.enabled"] = (["false"], "false"),
        ["modules.adhoc.enabled"] = (["false"], "false"),
        ["modules.caps.enabled"] = (["false"], "false"),
        ["modules.last.enabled"] = (["false"], "false"),
        ["modules.private.enabled"] = (["false"], "false"),
        ["modules.blocking.enabled"] = (["false"], "false"),
        ["modules.blocking.max_items"] = (["7"], "7"),
        ["modules.private.max_elements"] = (["7"], "7"),
        ["modules.vcard.enabled"] = (["false"], "false"),
        ["modules.register.enabled"] = (["false"], "false"),
        ["modules.register.policy"] = (["open"], "'open'"),
        ["modules.register.interval"] = (["2d"], "'48h'"),
        ["modules.version.enabled"] = (["false"], "false"),
        ["modules.ping.enabled"] = (["false"], "false"),
        ["modules.time.enabled"] = (["false"], "false"),
        ["modules.push.enabled"] = (["false"], "false"),
        ["modules.push.max_registrations"] = (["7"], "7"),
        ["modules.push.include_body"] = (["true"], "true"),
        ["services.passwords.threads"] = (["7"], "7"),
        ["admin.enabled"] = (["false"], "false"),
        ["admin.socket"] = (["/run/meerkat.sock"], "'/run/meerkat.sock'"),
        ["admin.listen"] = (["127.0.0.1:5280"], "['localhost:5280']"),
        ["admin.tls"] = (["true"], "true"),
        ["admin.token_file"] = (["/etc/token"], "'/etc/token'"),
        ["admin.admins"] = (["root@example.com"], "['Root@example.com']"),
        ["admin.domain_admins"] = (["a@example.com", "b@example.net"], "['a@example.com', 'b@example.net']"),
        ["metrics.otlp_endpoint"] = (["http://localhost:4317"], "'http://localhost:4317'"),
        ["metrics.otlp_protocol"] = (["http"], "'http'"),
        ["metrics.otlp_interval"] = (["10s"], "'10s'"),
        ["storage.data"] = (["/var/lib/meerkat"], "'/var/lib/meerkat'"),
        ["storage.max_queued_requests"] = (["7"], "7"),
        ["storage.max_batch_requests"] = (["7"], "7"),
        ["log.level"] = (["debug"], "'debug'"),
        ["log.format"] = (["json"], "'json'"),
        ["tuning.inline_completions"] = (["false"], "false"),
        ["tuning.event_loop_threads"] = (["7"], "7"),
        ["tuning.receive_buffer"] = (["16KiB"], "'16KiB'"),
        ["tuning.max_turn"] = (["8KiB"], "'8KiB'"),
        ["tuning.max_pooled"] = (["1GiB"], "'1024MiB'"),
        ["tuning.fan_out_per_turn"] = (["7"], "7"),
        ["tuning.presence_delay"] = (["50ms"], "'50ms'"),
        ["tuning.gc"] = (["server"], "'server'"),
        ["tuning.gc_concurrent"] = (["false"], "false"),
        ["tuning.gc_conserve_memory"] = (["7"], "7"),
        ["tuning.gc_gen0_budget"] = (["64MiB"], "'64MiB'"),
    };

    public static TheoryData<string> Keys() => [.. OptionTable.All.Select(option => option.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Option_set_by_flag_reads_back_and_is_not_the_default(string key)
    {
        var option = OptionTable.ByKey(key);
        var options = new ServerOptions();

        var isApplied = option.TryApply(_samples[key].Flag, ref options, out var mistake);

        Assert.True(isApplied, mistake);
        Assert.Equal(string.Join(", ", _samples[key].Flag), option.Format(options));
        Assert.NotEqual(option.Default, option.Format(options));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Option_set_by_file_equals_the_one_set_by_flag(string key)
    {
        var option = OptionTable.ByKey(key);
        var file = FileWith(key, _samples[key].Toml);

        var options = OptionBinder.Bind(file, new ServerOptions());

        Assert.Empty(file.Mistakes);
        Assert.Equal(string.Join(", ", _samples[key].Flag), option.Format(options));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Option_written_to_a_file_changes_nothing_else(string key)
    {
        var option = OptionTable.ByKey(key);
        // Both lists of endpoints named: without that, naming one changes the other.
        var named = new ServerOptions { Listen = new() { C2s = new ListenOptions().C2s, C2sTls = new ListenOptions().C2sTls } };
        var options = named;
        option.TryApply(_samples[key].Flag, ref options, out _);

        var changed = OptionBinder.Bind(FileWith(key, option.FormatToml(options)!), named);

        Assert.Equal([key], OptionTable.All.Where(o => o.Format(changed) != o.Default).Select(o => o.Key));
    }

    [Theory]
    [InlineData("listen.c2s", "listen.c2s_tls")]
    [InlineData("listen.c2s_tls", "listen.c2s")]
    public void Naming_one_list_of_endpoints_switches_off_the_default_of_the_other(string named, string other)
    {
        var options = OptionBinder.Bind(FileWith(named, _samples[named].Toml), new ServerOptions());

        Assert.Equal("none", OptionTable.ByKey(other).Format(options));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Option_default_is_allowed_by_its_own_type(string key)
    {
        var option = OptionTable.ByKey(key);
        var file =
            option.FormatToml(new ServerOptions()) is { } toml ? FileWith(key, toml) : FileWith("log.level", "'info'");

        var options = OptionBinder.Bind(file, new ServerOptions());

        Assert.Empty(file.Mistakes);
        Assert.Equal(
            option.Default, key == "storage.data" ? Path.GetFileName(option.Format(options)) : option.Format(options));
    }

    [Fact]
    public void Options_have_keys_and_flags_of_their_own_and_a_documented_area()
    {
        var areas = OptionTable.Areas.Select(area => area.Name).ToHashSet();

        Assert.Distinct(OptionTable.All.Select(option => option.Key));
        Assert.Distinct(OptionTable.All.Select(option => option.Flag));
        Assert.All(OptionTable.All, option => Assert.Contains(option.Key.Split('.')[0], areas));
    }

    public static TheoryData<string, string> MovedKeys() => [.. OptionTable.Moved.Select(moved => (moved.Key, moved.Value))];

    [Theory]
    [MemberData(nameof(MovedKeys))]
    public void Moved_key_sets_what_its_new_one_does(string old, string now)
    {
        var file = FileWith(old, _samples[now].Toml);

        var options = OptionBinder.Bind(file, new ServerOptions());

        Assert.Empty(file.Mistakes);
        Assert.Equal(string.Join(", ", _samples[now].Flag), OptionTable.ByKey(now).Format(options));
    }

    [Fact]
    public void Relative_path_in_a_file_counts_from_the_directory_of_the_file()
    {
        var file = ConfigurationFile.Parse("/etc/meerkat/meerkat.toml", "tls.certificate = 'cert.pem'"u8);

        var options = OptionBinder.Bind(file, new ServerOptions());

        Assert.Equal("/etc/meerkat/cert.pem", Assert.Single(options.Tls.Certificates));
    }

    private static ConfigurationFile FileWith(string key, string toml) =>
        ConfigurationFile.Parse("test.toml", Encoding.UTF8.GetBytes($"{key} = {toml}"));
}
