using Meerkat.Server.Commands;
using Xunit;

namespace Meerkat.Server.Tests.Options;

/// <summary>Each file of Mistakes/ is a configuration file full of mistakes; the text file beside it is what
/// check-config says.</summary>
public sealed class MistakesTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Options", "Mistakes");

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(_folder, "*.toml").Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mistakes_are_all_named_in_one_go(string name)
    {
        var file = Path.Combine(_folder, $"{name}.toml");
        var expected =
            await File.ReadAllTextAsync(Path.ChangeExtension(file, ".txt"), TestContext.Current.CancellationToken);
        using var output = new StringWriter();

        var exitCode = await MeerkatCommand.RunAsync(
            ["check-config", file], new CommandConsole(TextReader.Null, output, TextWriter.Null));

        Assert.Equal(expected, output.ToString().Replace(file, $"{name}.toml"));
        Assert.Equal(1, exitCode);
    }
}
