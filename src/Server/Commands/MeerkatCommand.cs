using System.CommandLine;

namespace Meerkat.Server.Commands;

/// <summary>The command line of <c>meerkat</c>: its commands, and what happens to a line that is wrong.</summary>
internal static class MeerkatCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandConsole console)
    {
        var result = Create(console).Parse(args, new ParserConfiguration
        {
            EnablePosixBundling = false,
            // A password may begin with '@'.
            ResponseFileTokenReplacer = null,
        });
        if (UsageMistake.Find(result) is { } mistake)
        {
            console.Complain(mistake);
            return ExitCode.Usage;
        }

        return await result.InvokeAsync(new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            // The server takes its own time to stop; the other commands may be interrupted at any point.
            ProcessTerminationTimeout = null,
        }).ConfigureAwait(false);
    }

    internal static RootCommand Create(CommandConsole console) => new("Meerkat, an XMPP server.")
    {
        ServeCommand.Create(console),
        UserCommand.Create(console),
        CheckConfigCommand.Create(console),
        CtlCommand.Create(console),
        CompletionCommand.Create(console),
    };
}
