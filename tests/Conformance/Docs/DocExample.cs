using System.Text;
using System.Text.RegularExpressions;

namespace Meerkat.Conformance.Docs;

/// <summary>
/// A command of a page in docs/, as its reader would type it, and what the page says it prints. In the expectation
/// <c>…</c> stands for the rest of a line, and alone on a line for any number of lines.
/// </summary>
internal sealed record DocExample(string Place, string Command, IReadOnlyList<string> Expected)
{
    public bool StartsServer => Command.StartsWith("meerkat serve", StringComparison.Ordinal);

    public bool IsPrinted(string output)
    {
        var pattern = new StringBuilder("^");
        foreach (var line in Expected)
            pattern.Append(line == "…" ? @"(?:[^\n]*\n)*" : Regex.Escape(line).Replace("…", @"[^\n]*", StringComparison.Ordinal) + @"\n");
        return Regex.IsMatch(output, pattern.Append('$').ToString(), RegexOptions.CultureInvariant);
    }
}
