using Meerkat.Server.Commands;

namespace Meerkat.Server.Tests.Commands;

/// <summary>What a command did, run inside the test process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static Task<CommandRun> OfAsync(params string[] args) => WithInputAsync("", args);

    public static Task<CommandRun> WithInputAsync(string input, params string[] args) =>
        WithKeysAsync(null, input, args);

    /// <summary>With a terminal, on which <paramref name="keys"/> are pressed.</summary>
    public static async Task<CommandRun> WithKeysAsync(IEnumerator<ConsoleKeyInfo>? keys, string input, params string[] args)
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CommandConsole(reader, output, error)
        {
            ReadKey = keys is null ? null : () => keys.MoveNext() ? keys.Current : throw new EndOfStreamException(),
        };
        var exitCode = await MeerkatCommand.RunAsync(args, console);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
