namespace Meerkat.Server.Commands;

/// <summary>What a command reads and writes. One per process, or per test.</summary>
internal sealed class CommandConsole(TextReader input, TextWriter output, TextWriter error)
{
    public TextReader Input { get; } = input;

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>Reads a key without showing it; null if standard input is no terminal.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>Whether a person sees standard error, so that progress is worth showing.</summary>
    public bool IsErrorTerminal { get; init; }

    public Func<string, string?> GetEnvironmentVariable { get; init; } = _ => null;

    public static CommandConsole OfProcess() => new(Console.In, Console.Out, Console.Error)
    {
        ReadKey = Console.IsInputRedirected ? null : () => Console.ReadKey(intercept: true),
        IsErrorTerminal = !Console.IsErrorRedirected,
        GetEnvironmentVariable = Environment.GetEnvironmentVariable,
    };

    /// <summary>Says on one line of standard error why the command does not do what it was asked, or not all of
    /// it.</summary>
    public void Complain(string message) => Error.WriteLine($"meerkat: {message}");
}
