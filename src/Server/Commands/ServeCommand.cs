using System.CommandLine;
using System.Runtime.InteropServices;
using Meerkat.Engine.Options;
using Meerkat.Server.Options;

namespace Meerkat.Server.Commands;

/// <summary><c>meerkat serve</c>: runs the server until SIGTERM or SIGINT.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandConsole console)
    {
        var flags = new OptionFlags(OptionTable.All);
        var command = new Command("serve", "Run the server.");
        flags.AddTo(command);
        command.SetAction((result, _) => RunAsync(flags.Resolve(result, console), console));
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions? options, CommandConsole console)
    {
        if (options is null || !IsValid(options, console)) return ExitCode.Usage;

        RuntimeSettings.RestartIfNeeded(options.Tuning);
        RuntimeSettings.ApplyToSockets(options.Tuning);

        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await MeerkatServer.RunAsync(options, stop.Token).ConfigureAwait(false);

        void Stop(PosixSignalContext context)
        {
            // A second signal ends the process at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static bool IsValid(ServerOptions options, CommandConsole console)
    {
        var mistakes = options.Validate();
        foreach (var mistake in mistakes)
        {
            console.Complain($"{OptionTable.ByKey(mistake.Keys[0]).Flag} ({mistake.Keys[0]}): {mistake.Message}");
        }

        return mistakes.Count == 0;
    }
}
