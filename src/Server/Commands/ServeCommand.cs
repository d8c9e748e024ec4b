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
        command.SetAction((result, _) => RunAsync(() => Read(flags, result, console)));
        return command;
    }

    /// <summary>What file and flags say now, or null if something is wrong and was said.</summary>
    private static ServerOptions? Read(OptionFlags flags, ParseResult result, CommandConsole console) =>
        flags.Resolve(result, console) is { } options && IsValid(options, console) ? options : null;

    private static async Task<int> RunAsync(Func<ServerOptions?> read)
    {
        if (read() is not { } options) return ExitCode.Usage;

        RuntimeSettings.RestartIfNeeded(options.Tuning);
        RuntimeSettings.ApplyToSockets(options.Tuning);

        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await MeerkatServer.RunAsync(options, read, stop.Token).ConfigureAwait(false);

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
            var host = mistake.Domain is { } domain ? $", of {domain}" : "";
            var flag = OptionTable.All.FirstOrDefault(option => option.Key == mistake.Keys[0])?.Flag;
            console.Complain(
                flag is null ? $"{mistake.Keys[0]}{host}: {mistake.Message}" : $"{flag} ({mistake.Keys[0]}{host}): {mistake.Message}");
        }

        return mistakes.Count == 0;
    }
}
