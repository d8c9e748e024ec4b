using System.CommandLine;
using Meerkat.Engine.Admin;

namespace Meerkat.Server.Commands;

/// <summary>
/// How a command of <c>meerkat ctl</c> gets what nobody else may see: from standard input, from a file, or from a terminal;
/// never from the command line, which every user of the machine can read.
/// </summary>
internal sealed class CtlSecret
{
    private readonly AdminParameter _parameter;
    private readonly Option<bool>? _stdin;
    private readonly Option<string> _file;

    public CtlSecret(Command command, AdminParameter parameter)
    {
        _parameter = parameter;
        var isFile = parameter.Type.Form == AdminForm.SecretLines;
        _file = new($"--{parameter.Name}-file")
        {
            HelpName = "FILE",
            Description = isFile ? $"{parameter.Help} '-' is standard input." : "Read the password from the first line of a file.",
            Required = isFile,
        };
        command.Add(_file);
        if (isFile) return;

        _stdin = new($"--{parameter.Name}-stdin")
        {
            Description = "Read the password from the first line of standard input. With neither flag the terminal asks for it.",
        };
        command.Add(_stdin);
    }

    public string Name => _parameter.Name;

    /// <summary>The texts, or the exit code when there are none, which was said.</summary>
    public (IReadOnlyList<string>? Texts, int ExitCode) Read(ParseResult result, CommandConsole console, bool isNew)
    {
        if (result.GetValue(_file) is { } path) return ReadFile(path, console);
        if (_stdin is not null && result.GetValue(_stdin)) return ([console.Input.ReadLine() ?? ""], ExitCode.Done);
        if (console.ReadKey is null)
        {
            console.Complain($"no password: standard input is no terminal to ask on; use {_stdin!.Name} or {_file.Name}");
            return (null, ExitCode.Usage);
        }

        var answer = isNew ? UserPassword.Ask(console) : UserPassword.AskOnce("Password: ", console);
        return answer is null ? (null, ExitCode.Failed) : ([answer], ExitCode.Done);
    }

    private (IReadOnlyList<string>? Texts, int ExitCode) ReadFile(string path, CommandConsole console)
    {
        try
        {
            List<string> lines = path == "-" ? ReadLines(console.Input) : [.. File.ReadLines(path)];
            return (_stdin is null ? lines : [lines.FirstOrDefault("")], ExitCode.Done);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            console.Complain($"cannot read {path}: {e.Message}");
            return (null, ExitCode.Failed);
        }
    }

    private static List<string> ReadLines(TextReader reader)
    {
        List<string> lines = [];
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }
}
