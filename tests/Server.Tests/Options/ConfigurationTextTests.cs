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

    private static IEnumerable<string> Format(ModuleOptions modules) =>
        OptionTable.InArea("modules").Select(option => option.Format(new ServerOptions { Modules = modules }));
}
