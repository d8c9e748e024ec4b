using System.Runtime.InteropServices;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Options;
using Meerkat.Engine.Services;
using Meerkat.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>Runs the server from its options until it is told to stop.</summary>
internal static class MeerkatServer
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misconfigured = 2;

    /// <summary>Serves until <paramref name="stop"/> is cancelled; returns the exit code of the process. SIGHUP has certificates,
    /// access rules and the options of modules read again.</summary>
    /// <param name="options">What it starts with.</param>
    /// <param name="readAgain">The options as they are now, or null if something is wrong with them, which was said.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task<int> RunAsync(ServerOptions options, Func<ServerOptions?> readAgain, CancellationToken stop)
    {
        var threshold = new LogThreshold(options.Diagnostics.LogLevel);
        using var loggers = ServerLog.CreateFactory(options.Diagnostics, threshold);
        try
        {
            return await ServeAsync(options, readAgain, (loggers, threshold), stop).ConfigureAwait(false);
        }
        catch (LifecycleException exception)
        {
            foreach (var error in exception.Errors)
                await Console.Error.WriteLineAsync($"meerkat: {error.Message} ({error.Code})").ConfigureAwait(false);
            return Misconfigured;
        }
        catch (Exception exception) when (IsOfTheEnvironment(exception))
        {
            await Console.Error.WriteLineAsync($"meerkat: {exception.Message}").ConfigureAwait(false);
            return Failed;
        }
    }

    // A full disk, a file that is not there, a certificate that will not do: for the operator, who needs no stack.
    private static bool IsOfTheEnvironment(Exception exception) =>
        exception is StartException or StoreException or IOException or InvalidDataException or OpenSslException;

    private static async Task<int> ServeAsync(
        ServerOptions options, Func<ServerOptions?> readAgain, (ILoggerFactory Loggers, LogThreshold Threshold) log, CancellationToken stop)
    {
        var node = await Node.StartAsync(options, readAgain, log.Loggers, OpenSslLibrary.OfSystem, log.Threshold)
            .ConfigureAwait(false);
        await using (node.ConfigureAwait(false))
        {
            using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                // Without this it would end the process.
                context.Cancel = true;
                _ = node.ReloadAsync();
            });
            StartupMessage.Write(Console.Out, options, node.EndPoints);
            var stopped = Task.WhenAny(Task.Delay(Timeout.Infinite, stop), node.StopRequested);
            var first = await Task.WhenAny(stopped, node.ListenerEnded).ConfigureAwait(false);
            if (first == stopped) return Done;

            // A listener ends by itself only when its socket has failed for good: its log entry says why.
            return Failed;
        }
    }
}
