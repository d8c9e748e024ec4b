using System.Collections.Immutable;
using System.Text;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class ConfigurationTextTests
{
    [Fact]
    public void What_hosts_have_of_their_own_reads_back()
    {
        var own = new ModuleOptions { Register = new() { Policy = RegistrationPolicy.Open } }.With("vcard", false);
        var options = new ServerOptions
        {
            Domains = ["example.com", "example.net"],
            Modules = new ModuleOptions().With("ping", false),
            HostModules = ImmutableDictionary<string, ModuleOptions>.Empty.Add("example.net", own),
        };

        var file = ConfigurationFile.Parse("test.toml", Encoding.UTF8.GetBytes(ConfigurationText.Write(options)));
        var read = HostBinder.Bind(file, OptionBinder.Bind(file, new ServerOptions()));

        Assert.Empty(file.Mistakes);
        Assert.Equal(Format(options.Modules), Format(read.ModulesOf("example.com")));
        Assert.Equal(Format(own), Format(read.ModulesOf("example.net")));
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same_options()
    {
        var options = new ServerOptions
        {
            Domains = ["example.com", "example.net"],
            Listen = new() { C2s = [new(System.Net.IPAddress.Loopback, 5222)] },
            Storage = new() { DataDirectory = "/var/lib/" + new string('x', 200) },
            Components = [new() { Listen = [new(System.Net.IPAddress.Loopback, 8888)] }, new() { Listen = [new(System.Net.IPAddress.Loopback, 8889)] }],
        };

        var text = ConfigurationText.Write(options);
        var file = ConfigurationFile.Parse("/etc/meerkat.toml", Encoding.UTF8.GetBytes(text));
        var read = OptionBinder.Bind(file, new ServerOptions());

        Assert.Empty(file.Mistakes);
        Assert.Equal(text, ConfigurationText.Write(read));
        Assert.Equal(2, read.Components.Count);
    }

    [Fact]
    public void Passwords_are_not_written()
    {
        var options = new ServerOptions { Components = [new() { Password = new("hunter2") }] };

        Assert.DoesNotContain("hunter2", ConfigurationText.Write(options), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_set_is_marked()
    {
        var lines = ConfigurationText.Write(new ServerOptions { Domains = ["example.com"] }).Split('\n');

        Assert.Contains("domains = [\"example.com\"] # set", lines);
        Assert.Contains("max_depth = 64", lines);
    }

    private static IEnumerable<string> Format(ModuleOptions modules) =>
        OptionTable.InArea("modules").Select(option => option.Format(new ServerOptions { Modules = modules }));
}
