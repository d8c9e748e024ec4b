using System.Net;
using Meerkat.LoadGen.Commands;
using Xunit;

namespace Meerkat.LoadGen.Tests.Commands;

public sealed class MachineLimitsTests
{
    [Theory]
    [InlineData("idle", 19_000, true)]
    [InlineData("idle", 19_900, false)]
    [InlineData("login", 19_900, true)]
    public void Limits_of_open_files_are_known_before_the_run(string scenario, int users, bool isPossible)
    {
        var limits = new MachineLimits(20_000, 28_000);

        var mistakes = limits.Validate(Options(scenario, users, 1)).ToList();

        Assert.Equal(isPossible, mistakes.Count == 0);
        Assert.All(mistakes, mistake => Assert.Contains("20000", mistake, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Limits_of_ports_ask_for_source_addresses(int sourceAddresses, bool isPossible)
    {
        var limits = new MachineLimits(null, 28_000);

        var mistakes = limits.Validate(Options("idle", 50_000, sourceAddresses)).ToList();

        Assert.Equal(isPossible, mistakes.Count == 0);
        Assert.All(mistakes, mistake => Assert.Contains("--source-addresses 2", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void Limits_of_this_machine_can_be_read()
    {
        var limits = MachineLimits.Read();

        Assert.InRange(limits.EphemeralPorts, 1, 65_536);
        Assert.True(limits.OpenFiles is null or > 0);
    }

    private static LoadOptions Options(string scenario, int users, int sourceAddresses) => new()
    {
        Scenario = scenario,
        Targets = [new IPEndPoint(IPAddress.Loopback, 5222)],
        Domain = "localhost",
        Users = users,
        SourceAddresses = sourceAddresses,
    };
}
