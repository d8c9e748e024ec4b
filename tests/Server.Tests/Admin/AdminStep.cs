using System.Text.RegularExpressions;

namespace Meerkat.Server.Tests.Admin;

/// <summary>
/// One step of commands.txt: a command with its arguments, or who connects, and what is to come of it. Immutable.
/// </summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Words">The words behind <c>&gt;</c> or <c>*</c>; those in double quotes may have blanks, and <c>\n</c> in them.</param>
/// <param name="IsConnect">A client logs in, or a component connects.</param>
/// <param name="Failure">0, or the exit code.</param>
/// <param name="Expected">What is printed; … stands for anything within a line, or alone on a line for any lines.</param>
internal sealed partial record AdminStep(int Line, string[] Words, bool IsConnect, int Failure, string Expected)
{
    public string Command => $"{Words[0]} {Words[1]}";

    /// <summary>The arguments in order, as written <c>--name value</c>.</summary>
    public IEnumerable<(string Name, string Value)> Arguments
    {
        get
        {
            for (var i = 2; i < Words.Length; i += 2) yield return (Words[i][2..], Words[i + 1]);
        }
    }

    public static IReadOnlyList<AdminStep> Read(string file)
    {
        List<AdminStep> steps = [];
        List<string> expected = [];
        var number = 0;
        foreach (var line in File.ReadLines(file).Append("*"))
        {
            number++;
            if (line.StartsWith('>') || line.StartsWith('*'))
            {
                if (steps.Count > 0) steps[^1] = steps[^1].Expecting(expected);
                expected = [];
                if (line.Length > 1) steps.Add(new AdminStep(number, Split(line[2..]), line[0] == '*', 0, ""));
            }
            else if (line.Length > 0 && !line.StartsWith('#'))
            {
                expected.Add(line);
            }
        }

        return steps;
    }

    public bool Matches(string output)
    {
        var lines = Expected.Split('\n').Select(line => line == "…" ? "(?s:.*)" : Regex.Escape(line).Replace("…", "[^\n]*", StringComparison.Ordinal));
        return Regex.IsMatch(output, $"^{string.Join('\n', lines)}$", RegexOptions.CultureInvariant);
    }

    private AdminStep Expecting(List<string> lines) => lines is [['!', ' ', var code, .. var text]]
        ? this with { Failure = code - '0', Expected = text.TrimStart() }
        : this with { Expected = string.Concat(lines.Select(line => line + "\n")) };

    private static string[] Split(string line) => [.. Word().Matches(line)
        .Select(match => match.Groups[1].Success ? match.Groups[1].Value.Replace("\\n", "\n", StringComparison.Ordinal) : match.Value)];

    [GeneratedRegex("\"([^\"]*)\"|\\S+")]
    private static partial Regex Word();
}
