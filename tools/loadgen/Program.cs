using System.Runtime.InteropServices;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Workers;

// Callbacks run on the thread that polls the sockets, and one such thread is enough: both before the first socket is made.
SetDefault("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
SetDefault("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
var terminal = Console.IsErrorRedirected ? TerminalKind.None : TerminalKind.Interactive;
var commandLine = new CommandLine(
    new Terminal(Console.In, Console.Out, Console.Error),
    new ProgressLine(Console.Error, terminal),
    MachineLimits.Read(),
    WorkerProgram.Current());
return commandLine.Run(args, stop.Token);

static void SetDefault(string name, string value)
{
    if (Environment.GetEnvironmentVariable(name) is null)
        Environment.SetEnvironmentVariable(name, value);
}

// The first signal ends the run and prints what there is; the second one ends the process.
void OnSignal(PosixSignalContext context)
{
    if (stop.IsCancellationRequested)
        return;
    context.Cancel = true;
    stop.Cancel();
}
