using Meerkat.Engine.Options;
using Meerkat.Engine.Storage;
using Meerkat.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meerkat.Server.Commands;

/// <summary>Opens the database for one command. A running server may have it open too.</summary>
internal static class UserStore
{
    /// <summary>Runs <paramref name="action"/>, whose result is the exit code. Makes the database if it is not
    /// there.</summary>
    public static async Task<int> RunAsync(
        ServerOptions options, CommandConsole console, Func<IAccountStore, Task<int>> action)
    {
        try
        {
            await using var stores = await SqliteStores
                .OpenAsync(options.Storage.DataDirectory, options.ToSqliteOptions(), NullLogger.Instance)
                .ConfigureAwait(false);
            return await action(stores.Accounts).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            console.Complain(e.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>The same for commands that make no sense without a database: a mistyped directory must not become
    /// one.</summary>
    public static Task<int> RunOnExistingAsync(
        ServerOptions options, CommandConsole console, Func<IAccountStore, Task<int>> action)
    {
        if (Directory.Exists(options.Storage.DataDirectory)) return RunAsync(options, console, action);
        console.Complain(
            $"there is no data directory {options.Storage.DataDirectory}; name it with --data or --config");
        return Task.FromResult(ExitCode.Failed);
    }
}
