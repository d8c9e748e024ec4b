using System.CommandLine;
using System.CommandLine.Parsing;
using Meerkat.Server.Options;

namespace Meerkat.Server.Commands;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageMistake
{
    /// <summary>The mistake, or null if the line can be carried out.</summary>
    public static string? Find(ParseResult result)
    {
        // Asking for help is never wrong.
        if (result.Errors.Count == 0 || result.Action is { ClearsParseErrors: true }) return null;

        var command = result.CommandResult.Command;
        var options = CommandChain(result).SelectMany(c => c.Options).Select(o => o.Name).Distinct().ToList();
        var strays = result.UnmatchedTokens;
        if (options.Contains(UserPassword.FlagName) || options.Contains(UserPassword.StdinName)) return FindBesidePassword(result, strays, options);
        if (strays.FirstOrDefault(token => token.StartsWith('-')) is { } flag)
        {
            return $"unknown option '{flag}'{Suggestion.DidYouMean(flag, options)}";
        }

        if (strays.Count > 0 && command.Subcommands.Count > 0)
        {
            var names = command.Subcommands.Select(c => c.Name).ToList();
            return $"unknown command '{strays[0]}'{Suggestion.DidYouMean(strays[0], names)}";
        }

        if (strays.Count > 0) return $"unexpected argument '{strays[0]}'; see {FullName(result)} --help";
        if (command.Subcommands.Count > 0) return $"a command is missing; see {FullName(result)} --help";
        return FirstLine(result.Errors[0]);
    }

    /// <summary>A stray word may be part of a password, so none is shown.</summary>
    private static string FindBesidePassword(ParseResult result, IReadOnlyList<string> strays, List<string> options)
    {
        var meant = strays.Where(token => token.StartsWith("--", StringComparison.Ordinal))
            .Select(token => Suggestion.Nearest(token, options))
            .FirstOrDefault(near => near is not null);
        if (meant is not null) return $"unknown option; did you mean '{meant}'?";
        if (strays.Count > 0 && !options.Contains(UserPassword.FlagName))
            return $"too many arguments; a password is read by {UserPassword.StdinName}, {UserPassword.FileName} or from the terminal";

        return strays.Count > 0
            ? "too many arguments; put a password with blanks in quotes"
            : FirstLine(result.Errors[0]);
    }

    private static string FirstLine(ParseError error) => error.Message.Split('\n')[0].TrimEnd('.', '\r');

    private static IEnumerable<Command> CommandChain(ParseResult result)
    {
        for (SymbolResult? at = result.CommandResult; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: var command }) yield return command;
        }
    }

    private static string FullName(ParseResult result) =>
        string.Join(' ', CommandChain(result).Reverse().Select(c => c is RootCommand ? "meerkat" : c.Name));
}
