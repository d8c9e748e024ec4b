using System.CommandLine;
using Meerkat.Engine.Options;
using Meerkat.Server.Commands;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

public sealed class OptionFlagsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Flags_win_over_the_file_and_the_file_over_the_defaults()
    {
        File.WriteAllText(_file, "server.domains = ['file.example']\nlimits.max_depth = 10\nlimits.max_roster_items = 11");

        var options = Resolve("--config", _file, "--domain", "a.example", "--domain", "b.example", "--max-depth", "12");

        Assert.Equal(["a.example", "b.example"], options!.Domains);
        Assert.Equal(12, options.Limits.MaxDepth);
        Assert.Equal(11, options.Limits.MaxRosterItems);
        Assert.Equal(100, options.Modules.Offline.MaxMessages);
    }

    [Fact]
    public void Switch_alone_means_true()
    {
        var options = Resolve("--allow-plain-without-tls", "--domain", "a.example");

        Assert.True(options!.Tls.AllowPlainWithoutTls);
    }

    [Fact]
    public void Empty_list_is_written_none()
    {
        var options = Resolve("--c2s", "none");

        Assert.Empty(options!.Listen.C2s);
    }

    [Theory]
    [InlineData(null, "meerkat-data")]
    [InlineData("/var/lib/meerkat", "/var/lib/meerkat")]
    [InlineData("/var/lib/meerkat:/var/lib/other", "/var/lib/meerkat")]
    public void Data_directory_without_flag_and_file_is_the_state_directory_of_the_service(string? state, string expected)
    {
        var options = ResolveWithState(state);

        Assert.Equal(expected, options!.Storage.DataDirectory);
    }

    [Fact]
    public void Data_directory_of_the_flag_wins_over_the_state_directory()
    {
        var options = ResolveWithState("/var/lib/meerkat", "--data", "here");

        Assert.Equal("here", options!.Storage.DataDirectory);
    }

    private static ServerOptions? Resolve(params string[] args) => ResolveWithState(null, args);

    private static ServerOptions? ResolveWithState(string? state, params string[] args)
    {
        var flags = new OptionFlags(OptionTable.All);
        var command = new Command("test");
        flags.AddTo(command);
        return flags.Resolve(command.Parse(args), new CommandConsole(TextReader.Null, TextWriter.Null, TextWriter.Null)
        {
            GetEnvironmentVariable = name => name == "STATE_DIRECTORY" ? state : null,
        });
    }
}
