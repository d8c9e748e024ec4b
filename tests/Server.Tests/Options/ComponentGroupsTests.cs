using System.Text;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Options;

/// <summary>Several groups of component listeners in one file, and what may be read of their passwords.</summary>
public sealed class ComponentGroupsTests
{
    [Fact]
    public void Each_group_has_settings_of_its_own()
    {
        var (options, mistakes) = Bind("""
            [[components]]
            listen = ["127.0.0.1:8888"]
            password = "one"
            check_from = false

            [[components]]
            listen = ["127.0.0.1:8889"]
            [components.passwords]
            "bot.example.com" = "two"
            """);

        Assert.Empty(mistakes);
        Assert.Equal(2, options.Components.Count);
        Assert.Equal([8888, 8889], options.Components.Select(group => group.Listen.Single().Port));
        Assert.Equal([false, true], options.Components.Select(group => group.ChecksFrom));
        Assert.Null(options.Components[1].Password);
        Assert.Equal(["bot.example.com"], options.Components[1].Passwords.Keys);
        Assert.Empty(options.Validate());
    }

    [Fact]
    public void One_table_is_one_group()
    {
        var (options, mistakes) = Bind("components.listen = ['127.0.0.1:8888']\ncomponents.password = 'one'");

        Assert.Empty(mistakes);
        Assert.Equal(8888, Assert.Single(options.Components).Listen.Single().Port);
    }

    [Theory]
    [InlineData("[components]\npassword = 987654", "test.toml:2:12: this is no text; write a password in quotes")]
    [InlineData("[components]\npassword = ['hunter2']", "test.toml:2:12: this is no text; write a password in quotes")]
    [InlineData(
        "[components]\npasswords = 'hunter2'",
        "test.toml:2:13: this is no table; write a table of passwords: { \"bot.example.com\" = \"secret\" }")]
    [InlineData("[components]\npasswords = { 'a.example' = 4711 }", "test.toml:2:29: this is no text; write a password in quotes")]
    [InlineData("[components]\npasswords = { 'a@b' = 'hunter2' }", "test.toml:2:15: 'a@b' is not a domain name; write for example example.com")]
    [InlineData("[components]\npassword = ''", "test.toml:2:12: the password is empty")]
    [InlineData("[[components]]\nlistem = []", "test.toml:2:1: unknown key 'listem' in [components]; did you mean 'listen'?")]
    [InlineData("[[server]]", "test.toml:1:3: 'server' is a table; write [server] on a line of its own, and its keys below")]
    public void Mistakes_are_named_without_a_secret(string toml, string mistake)
    {
        Assert.Equal([mistake], Bind(toml).Mistakes);
    }

    [Theory]
    [InlineData("components.passwords", "bot.example")]
    [InlineData("components.passwords", "a@b=hunter2")]
    [InlineData("components.passwords", "bot.example=")]
    [InlineData("components.password", "")]
    public void Flags_name_mistakes_without_a_secret(string key, string value)
    {
        var options = new ServerOptions();

        Assert.False(OptionTable.ByKey(key).TryApply([value], ref options, out var mistake));
        Assert.DoesNotContain("hunter2", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_do_not_show_their_secrets()
    {
        var (options, _) = Bind("components.password = 'hunter2'\ncomponents.passwords = { 'a.example' = 'hunter2' }");

        Assert.DoesNotContain("hunter2", $"{options} {options.Components[0]} {options.Components[0].Password}", StringComparison.Ordinal);
        Assert.All(
            OptionTable.All,
            option => Assert.DoesNotContain("hunter2", option.Format(options) + option.FormatToml(options), StringComparison.Ordinal));
    }

    private static (ServerOptions Options, string[] Mistakes) Bind(string toml)
    {
        var file = ConfigurationFile.Parse("test.toml", Encoding.UTF8.GetBytes(toml));
        var options = OptionBinder.Bind(file, new ServerOptions());
        return (options, [.. file.Mistakes]);
    }
}
