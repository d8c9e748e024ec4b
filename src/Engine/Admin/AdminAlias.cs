using System.Text;

namespace Meerkat.Engine.Admin;

/// <summary>
/// Another name of a command, with arguments in a fixed order: MongooseIM's, for scripts that use it. Immutable.
/// </summary>
public sealed class AdminAlias
{
    private readonly List<(string Parameter, string Pattern)> _arguments = [];

    /// <summary>
    /// Of a line such as <c>kick_session session=USER@HOST/RESOURCE reason=REASON</c>: each word in capitals is one argument
    /// given, and several of them may make up one argument of the command. Secrets have no place in it.
    /// </summary>
    public AdminAlias(string definition)
    {
        var parts = definition.Split(' ');
        Name = parts[0];
        foreach (var part in parts[1..])
        {
            var equals = part.IndexOf('=');
            _arguments.Add((part[..equals], part[(equals + 1)..]));
        }

        Words = [.. _arguments.SelectMany(argument => WordsOf(argument.Pattern))];
    }

    public string Name { get; }

    /// <summary>What stands for each argument in usage texts.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The command's arguments from as many values as there are <see cref="Words"/>.</summary>
    public Dictionary<string, IReadOnlyList<string>> Map(IReadOnlyList<string> values)
    {
        Dictionary<string, IReadOnlyList<string>> arguments = [];
        var next = 0;
        foreach (var (parameter, pattern) in _arguments)
        {
            var text = new StringBuilder();
            foreach (var word in WordsOf(pattern))
            {
                // What joins two words of one pattern: '@' or '/'.
                if (text.Length > 0) text.Append(pattern[pattern.IndexOf(word, StringComparison.Ordinal) - 1]);
                text.Append(values[next++]);
            }

            arguments.Add(parameter, [text.ToString()]);
        }

        return arguments;
    }

    private static string[] WordsOf(string pattern) => pattern.Split('@', '/');
}
