using System.Runtime.InteropServices;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Options;
using Meerkat.Engine.Storage;
using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>Runs the server from its options until it is told to stop.</summary>
internal static class MeerkatServer
{
    private const int Done = 0;
    private const int Failed = 1;

    /// <summary>Serves until <paramref name="stop"/> is cancelled; returns the exit code of the process. SIGHUP has certificates
    /// read again.</summary>
    public static async Task<int> RunAsync(ServerOptions options, CancellationToken stop)
    {
        using var loggers = ServerLog.CreateFactory(options.Diagnostics);
        try
        {
            var stores = await SqliteStores.OpenAsync(
                options.Storage.DataDirectory, options.ToSqliteOptions(), loggers.CreateLogger<SqliteStores>())
                .ConfigureAwait(false);
            await using (stores.ConfigureAwait(false))
            {
                return await ServeAsync(options, stores, loggers, stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsOfTheEnvironment(exception))
        {
            await Console.Error.WriteLineAsync($"meerkat: {exception.Message}").ConfigureAwait(false);
            return Failed;
        }
    }

    // A full disk, a file that is not there, a certificate that will not do: for the operator, who needs no stack.
    private static bool IsOfTheEnvironment(Exception exception) =>
        exception is StoreException or IOException or InvalidDataException or OpenSslException;

    private static async Task<int> ServeAsync(
        ServerOptions options, IStores stores, ILoggerFactory loggers, CancellationToken stop)
    {
        var node = await Node.StartAsync(options, stores, loggers).ConfigureAwait(false);
        await using (node.ConfigureAwait(false))
        {
            using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                // Without this it would end the process.
                context.Cancel = true;
                node.ReloadCertificates();
            });
            StartupMessage.Write(Console.Out, options, node.EndPoints);
            var stopped = Task.Delay(Timeout.Infinite, stop);
            var first = await Task.WhenAny(stopped, node.ListenerEnded).ConfigureAwait(false);
            if (first == stopped) return Done;

            // A listener ends by itself only when its socket has failed for good: its log entry says why.
            return Failed;
        }
    }
}
