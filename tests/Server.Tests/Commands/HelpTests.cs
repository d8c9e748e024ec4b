using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_of_serve_names_flag_value_key_and_default_of_every_option()
    {
        var run = await CommandRun.OfAsync("serve", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(OptionTable.All, option =>
        {
            Assert.Contains($"  {option.Flag} <{option.Placeholder}>", run.Output, StringComparison.Ordinal);
            Assert.Contains($"[{option.Key}, default {option.Default}]", run.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var run = await CommandRun.OfAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(["serve", "user", "check-config"], name => Assert.Contains($"  {name} ", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_is_given_even_if_the_rest_of_the_line_is_wrong()
    {
        var run = await CommandRun.OfAsync("serve", "--bogus", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--domain", run.Output, StringComparison.Ordinal);
    }
}
