using System.Text;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class HostBinderTests
{
    private static readonly ServerOptions _options = new()
    {
        Domains = ["example.com", "example.net", "xn.example"],
        Modules = new ModuleOptions { Offline = new() { MaxMessages = 7 } }.With("ping", false),
    };

    [Fact]
    public void Host_has_what_its_table_says_and_else_what_all_hosts_have()
    {
        var file = Parse("""
            [hosts."example.com".modules]
            ping.enabled = true
            vcard.enabled = false
            register.policy = "open"
            """);

        var options = HostBinder.Bind(file, _options);
        var own = options.ModulesOf("example.com");

        Assert.Empty(file.Mistakes);
        Assert.Equal((true, false, true), (Has(own, "ping"), Has(own, "vcard"), Has(own, "time")));
        Assert.Equal((RegistrationPolicy.Open, 7), (own.Register.Policy, own.Offline.MaxMessages));
        Assert.Same(_options.Modules, options.ModulesOf("example.net"));
    }

    [Fact]
    public void Flag_changes_what_the_tables_of_hosts_begin_with()
    {
        var options = _options;
        OptionTable.ByKey("modules.private.max_elements").TryApply(["3"], ref options, out _);

        options = HostBinder.Bind(Parse("[hosts.\"example.com\".modules.vcard]\nenabled = false"), options);

        Assert.Equal(3, options.ModulesOf("example.com").Private.MaxElements);
    }

    [Fact]
    public void Domain_is_prepared_as_that_of_the_server()
    {
        var options = HostBinder.Bind(Parse("[hosts.\"EXAMPLE.com\".modules.vcard]\nenabled = false"), _options);

        Assert.False(Has(options.ModulesOf("example.com"), "vcard"));
    }

    [Fact]
    public void Two_tables_of_one_host_are_a_mistake()
    {
        var file = Parse("[hosts.\"EXAMPLE.com\"]\n[hosts.\"example.com\"]");

        HostBinder.Bind(file, _options);

        Assert.Equal("test.toml:2:8: the host example.com has two tables; put them together", Assert.Single(file.Mistakes));
    }

    [Fact]
    public void Host_of_a_file_that_names_no_domains_is_judged_with_the_rest()
    {
        var file = Parse("[hosts.\"example.com\".modules.vcard]\nenabled = false");
        var options = HostBinder.Bind(file, new ServerOptions());

        OptionBinder.Validate(file, options);

        Assert.Equal(
            "test.toml:1:8: server.domains: there are modules for the host example.com, which is not served; name it here",
            Assert.Single(file.Mistakes));
    }

    private static bool Has(ModuleOptions options, string module) => options.Has(ModuleList.All.First(known => known.Name == module));

    private static ConfigurationFile Parse(string toml) => ConfigurationFile.Parse("test.toml", Encoding.UTF8.GetBytes(toml));
}
