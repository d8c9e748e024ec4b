using System.CommandLine;
using System.Text;
using Meerkat.Engine.Options;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Server.Options;

namespace Meerkat.Server.Commands;

/// <summary><c>meerkat user</c>: manages accounts in the database, whether the server runs or not.</summary>
internal static class UserCommand
{
    // Of names in one read while listing: a few hundred kilobytes.
    private const int ListedAtOnce = 1000;

    public static Command Create(CommandConsole console) =>
        new("user", "Manage accounts. The server may be running or not.")
    {
        CreateAdd(console),
        CreatePasswd(console),
        CreateRemove(console),
        CreateList(console),
        UserImportCommand.Create(console),
    };

    private static Command CreateAdd(CommandConsole console)
    {
        var command = new Command("add", "Add an account.");
        var (jid, flags, password) = (AddJid(command), AddFlagsWithIterations(command), new UserPassword(command));
        SetAction(command, jid, flags, console, (result, options, account) =>
        {
            WarnIfNotServed(account, options, console);
            return password.WithCredentialsAsync(result, options, console, credentials =>
                UserStore.RunAsync(options, console, async accounts =>
                    await accounts.CreateAsync(account, credentials).ConfigureAwait(false)
                        ? Done($"{account} added", console)
                        : Failed($"{account} exists already; see meerkat user passwd", console)));
        });
        return command;
    }

    private static Command CreatePasswd(CommandConsole console)
    {
        var command = new Command("passwd", "Change the password of an account.");
        var (jid, flags, password) = (AddJid(command), AddFlagsWithIterations(command), new UserPassword(command));
        SetAction(command, jid, flags, console, (result, options, account) =>
            password.WithCredentialsAsync(result, options, console, credentials =>
                UserStore.RunOnExistingAsync(options, console, async accounts =>
                    await accounts.SetCredentialsAsync(account, credentials).ConfigureAwait(false)
                        ? Done($"password of {account} changed", console)
                        : Failed($"there is no account {account}", console))));
        return command;
    }

    private static Command CreateRemove(CommandConsole console)
    {
        var command = new Command("remove", "Remove an account, with its roster, messages and all else it kept.");
        var (jid, flags) = (AddJid(command), AddFlags(command));
        SetAction(command, jid, flags, console, (_, options, account) =>
            UserStore.RunOnExistingAsync(options, console, async accounts =>
                await accounts.RemoveAsync(account).ConfigureAwait(false)
                    ? Done($"{account} removed", console)
                    : Failed($"there is no account {account}", console)));
        return command;
    }

    private static Command CreateList(CommandConsole console)
    {
        var command = new Command("list", "List accounts, one on a line.");
        var argument = new Argument<string?>("DOMAIN")
        {
            Description = "Only those of this domain.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Add(argument);
        var flags = AddFlags(command);
        command.SetAction(async (result, _) =>
        {
            if (flags.Resolve(result, console) is not { } options) return ExitCode.Usage;

            string? domain = null;
            if (result.GetValue(argument) is { } text && !new DomainType().TryParse(text, out domain, out var mistake))
            {
                console.Complain(mistake);
                return ExitCode.Usage;
            }

            return await UserStore.RunOnExistingAsync(
                options, console, accounts => ListAsync(accounts, domain, console)).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ListAsync(IAccountStore accounts, string? domain, CommandConsole console)
    {
        IReadOnlyList<Jid> page = [];
        do
        {
            var after = page.Count == 0 ? null : page[^1];
            page = await accounts.ListAsync(domain, after, ListedAtOnce).ConfigureAwait(false);
            foreach (var account in page) await console.Output.WriteLineAsync(account.ToString()).ConfigureAwait(false);
        }
        while (page.Count == ListedAtOnce);
        return ExitCode.Done;
    }

    private static Argument<string> AddJid(Command command)
    {
        var jid = new Argument<string>("JID") { Description = "The account: user@domain." };
        command.Add(jid);
        return jid;
    }

    private static OptionFlags AddFlags(Command command)
    {
        var flags = new OptionFlags([OptionTable.ByKey("storage.data")]);
        flags.AddTo(command);
        return flags;
    }

    internal static OptionFlags AddFlagsWithIterations(Command command)
    {
        var flags =
            new OptionFlags([OptionTable.ByKey("storage.data"), OptionTable.ByKey("accounts.scram_iterations")]);
        flags.AddTo(command);
        return flags;
    }

    /// <summary>Runs <paramref name="action"/> if the options and the account are all right; what is not was
    /// said.</summary>
    private static void SetAction(
        Command command,
        Argument<string> jid,
        OptionFlags flags,
        CommandConsole console,
        Func<ParseResult, ServerOptions, Jid, Task<int>> action) =>
        command.SetAction(async (result, _) =>
            flags.Resolve(result, console) is { } options
            && ParseAccount(result.GetRequiredValue(jid), console) is { } account
                ? await action(result, options, account).ConfigureAwait(false)
                : ExitCode.Usage);

    private static Jid? ParseAccount(string text, CommandConsole console)
    {
        if (Jid.TryParse(text, out var jid) && jid.HasLocal && jid.IsBare) return jid;
        console.Complain($"'{text}' is not an account; write user@domain");
        return null;
    }

    private static void WarnIfNotServed(Jid account, ServerOptions options, CommandConsole console)
    {
        var domain = Encoding.UTF8.GetString(account.Domain);
        if (options.NamesDomains && !options.Domains.Contains(domain))
        {
            console.Complain($"warning: the configuration file does not serve {domain}");
        }
    }

    private static int Done(string message, CommandConsole console)
    {
        console.Output.WriteLine(message);
        return ExitCode.Done;
    }

    private static int Failed(string message, CommandConsole console)
    {
        console.Complain(message);
        return ExitCode.Failed;
    }
}
