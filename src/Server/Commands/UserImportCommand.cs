using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using Meerkat.Engine.Options;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Server.Commands;

/// <summary><c>meerkat user import</c>: makes many accounts at once, all of them or none.</summary>
internal static class UserImportCommand
{
    // A file in another format is wrong on every line; the first ones tell.
    private const int MaxShownMistakes = 20;

    private static readonly TimeSpan _progressInterval = TimeSpan.FromMilliseconds(200);

    public static Command Create(CommandConsole console)
    {
        var command = new Command(
            "import",
            "Add many accounts, and set the passwords of those that exist: all of them, or none if any line is wrong.");
        var argument = new Argument<string>("FILE")
        {
            Description = "Lines of user@domain,password; the password is all behind the first comma. Blank lines and "
                + "lines that begin with # are skipped. '-' is standard input.",
        };
        command.Add(argument);
        var flags = UserCommand.AddFlagsWithIterations(command);
        command.SetAction(async (result, _) => flags.Resolve(result, console) is { } options
            ? await RunAsync(result.GetRequiredValue(argument), options, console).ConfigureAwait(false)
            : ExitCode.Usage);
        return command;
    }

    private static async Task<int> RunAsync(string path, ServerOptions options, CommandConsole console)
    {
        if (Read(path, console) is not { } file) return ExitCode.Failed;
        if (file.Mistakes.Count > 0)
        {
            foreach (var mistake in file.Mistakes.Take(MaxShownMistakes)) console.Error.WriteLine($"{path}:{mistake}");
            console.Complain($"nothing was imported: {file.Mistakes.Count} of the lines in {path} are wrong");
            return ExitCode.Failed;
        }

        var accounts = Derive(file.Accounts, options.Accounts.ScramIterations, console);
        return await UserStore.RunAsync(options, console, async store =>
        {
            var created = await store.ImportAsync(accounts).ConfigureAwait(false);
            await console.Output.WriteLineAsync(
                $"{accounts.Count} accounts imported: {created} added, {accounts.Count - created} with a new password")
                .ConfigureAwait(false);
            return ExitCode.Done;
        }).ConfigureAwait(false);
    }

    private static AccountFile? Read(string path, CommandConsole console)
    {
        try
        {
            if (path == "-") return AccountFile.Read(console.Input);
            using var reader = new StreamReader(path, AccountFile.Encoding);
            return AccountFile.Read(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.Complain($"cannot read {path}: {e.Message}");
            return null;
        }
    }

    /// <summary>Derives keys on all cores, some 10 ms for each account; shows a person how far it is. In no order.</summary>
    private static List<KeyValuePair<Jid, Credentials>> Derive(
        IReadOnlyList<(Jid Account, string Password)> accounts, int iterations, CommandConsole console)
    {
        // One account at a time for each core, and each key as soon as it is there: cores may be busy with other things.
        var keys = Partitioner.Create(accounts, EnumerablePartitionerOptions.NoBuffering).AsParallel()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(a => KeyValuePair.Create(a.Account, ScramKeyDerivation.Derive(a.Password, iterations)));
        var derived = new List<KeyValuePair<Jid, Credentials>>(accounts.Count);
        var shown = Stopwatch.StartNew();
        foreach (var key in keys)
        {
            derived.Add(key);
            if (!console.IsErrorTerminal || shown.Elapsed < _progressInterval) continue;
            console.Error.Write($"\r{derived.Count} of {accounts.Count} keys derived");
            shown.Restart();
        }

        if (console.IsErrorTerminal) console.Error.Write("\r\e[K");
        return derived;
    }
}
