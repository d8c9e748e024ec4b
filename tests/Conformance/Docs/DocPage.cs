namespace Meerkat.Conformance.Docs;

/// <summary>
/// A page of the operator's guide. Its <c>console</c> blocks are sessions: "$ " begins a command, "&gt; " continues it, and what
/// follows is its output. Blocks marked otherwise (sh, toml) are for reading only.
/// </summary>
internal static class DocPage
{
    public static string Folder { get; } = FindFolder();

    /// <summary>The pages with at least one session, by file name.</summary>
    public static IEnumerable<string> WithExamples =>
        Directory.EnumerateFiles(Folder, "*.md").Select(path => Path.GetFileName(path)).Where(page => ReadExamples(page).Count > 0).Order();

    public static IReadOnlyList<DocExample> ReadExamples(string page)
    {
        List<DocExample> examples = [];
        List<string> expected = [];
        var isInSession = false;
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(Folder, page)))
        {
            number++;
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isInSession = line == "```console";
            }
            else if (!isInSession)
            {
                continue;
            }
            else if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                expected = [];
                examples.Add(new DocExample($"{page}:{number}", line[2..], expected));
            }
            else if (line == ">" || line.StartsWith("> ", StringComparison.Ordinal))
            {
                var last = examples[^1];
                examples[^1] = last with { Command = $"{last.Command}\n{(line == ">" ? "" : line[2..])}" };
            }
            else
            {
                expected.Add(line);
            }
        }

        return examples;
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Meerkat.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs");
    }
}
