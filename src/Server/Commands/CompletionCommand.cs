using System.CommandLine;

namespace Meerkat.Server.Commands;

/// <summary><c>meerkat completion</c>: has a shell complete command lines, by asking this program what may follow.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _meerkat() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(meerkat "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _meerkat meerkat
        """;

    private const string Zsh = """
        _meerkat() {
            local line="${words[*]}"
            compadd -- ${(f)"$(meerkat "[suggest:${#line}]" "$line" 2>/dev/null)"}
        }
        compdef _meerkat meerkat
        """;

    private const string Fish = """
        complete -c meerkat -f -a '(meerkat "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    public static Command Create(CommandConsole console)
    {
        var command = new Command("completion", "Print what has a shell complete the commands of meerkat.");
        foreach (var (shell, script) in new[] { ("bash", Bash), ("zsh", Zsh), ("fish", Fish) })
        {
            var member = new Command(shell, $"For {shell}: source the output.");
            member.SetAction(_ =>
            {
                console.Output.WriteLine(script);
                return ExitCode.Done;
            });
            command.Add(member);
        }

        return command;
    }
}
