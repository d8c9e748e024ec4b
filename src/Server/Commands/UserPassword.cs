using System.CommandLine;
using System.Text;
using Meerkat.Engine.Options;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;

namespace Meerkat.Server.Commands;

/// <summary>How <c>user add</c> and <c>user passwd</c> get a password: from a flag, from standard input, or from a
/// terminal.</summary>
internal sealed class UserPassword
{
    public const string FlagName = "--password";
    public const string StdinName = "--password-stdin";
    public const string FileName = "--password-file";

    private readonly Option<string> _flag = new(FlagName)
    {
        HelpName = "PASSWORD",
        Description = "The password. Other users of this machine can see it while the command runs.",
    };

    private readonly Option<bool> _stdin = new(StdinName)
    {
        Description = "Read the password from the first line of standard input. "
            + "With neither flag the terminal asks for it.",
    };

    public UserPassword(Command command)
    {
        command.Add(_flag);
        command.Add(_stdin);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_flag) is not null && result.GetResult(_stdin) is { Implicit: false })
            {
                result.AddError($"{FlagName} and {_stdin.Name} exclude each other");
            }
        });
    }

    /// <summary>Runs <paramref name="action"/> with the keys of the password, unless there is no usable one, which is
    /// said.</summary>
    public async Task<int> WithCredentialsAsync(
        ParseResult result, ServerOptions options, CommandConsole console, Func<Credentials, Task<int>> action)
    {
        var password = result.GetValue(_flag);
        if (password is null && result.GetValue(_stdin))
        {
            password = await console.Input.ReadLineAsync().ConfigureAwait(false) ?? "";
        }

        if (password is null && console.ReadKey is null)
        {
            console.Complain($"no password: standard input is no terminal to ask on; use {_stdin.Name} or {FlagName}");
            return ExitCode.Usage;
        }

        password ??= Ask(console);
        if (password is null) return ExitCode.Failed;
        if (ScramKeyDerivation.TryDerive(password, options.Accounts.ScramIterations, out var credentials))
        {
            return await action(credentials).ConfigureAwait(false);
        }

        console.Complain("the password is empty or has characters that SASLprep (RFC 4013) prohibits");
        return ExitCode.Failed;
    }

    /// <summary>Asks twice; null if the answers differ, which is said.</summary>
    internal static string? Ask(CommandConsole console)
    {
        var first = AskOnce("Password: ", console);
        if (first == AskOnce("Password again: ", console)) return first;
        console.Complain("the passwords differ");
        return null;
    }

    internal static string AskOnce(string prompt, CommandConsole console)
    {
        console.Error.Write(prompt);
        var password = new StringBuilder();
        while (true)
        {
            var key = console.ReadKey!();
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace) RemoveLast(password);
            else if (!char.IsControl(key.KeyChar)) password.Append(key.KeyChar);
        }

        console.Error.WriteLine();
        return password.ToString();
    }

    private static void RemoveLast(StringBuilder text)
    {
        if (text.Length > 1 && char.IsLowSurrogate(text[^1])) text.Length--;
        if (text.Length > 0) text.Length--;
    }
}
