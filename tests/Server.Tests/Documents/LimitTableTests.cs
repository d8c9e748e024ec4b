using System.Text.RegularExpressions;
using Meerkat.Server.Options;
using Xunit;

namespace Meerkat.Server.Tests.Documents;

/// <summary>docs/limits.md against the option table.</summary>
public sealed partial class LimitTableTests
{
    private static readonly List<string[]> _rows = [.. MarkdownTable.Rows("docs/limits.md", "")];

    public static TheoryData<string> ListedOptions =>
        [.. OptionTable.All.Select(option => option.Key).Where(key => _rows.Any(row => row[0] == Short(key)))];

    [Fact]
    public void Limits_page_has_a_row_for_every_limit_option()
    {
        var limits = OptionTable.All.Select(option => option.Key).Where(key => key.StartsWith("limits.", StringComparison.Ordinal));

        Assert.Empty(limits.Except(ListedOptions.Select(row => row.Data)));
    }

    [Theory]
    [MemberData(nameof(ListedOptions))]
    public void Limits_page_says_the_default(string key)
    {
        var says = _rows.Single(row => row[0] == Short(key))[1];

        Assert.Matches($@"^{Regex.Escape(OptionTable.ByKey(key).Default.Trim('"'))}(?!\w)", says);
    }

    [Fact]
    public void Pages_name_no_option_that_does_not_exist()
    {
        var areas = OptionTable.All.Select(option => option.Key.Split('.')[0]).ToHashSet();
        var keys = OptionTable.All.SelectMany(option => WithTables(option.Key)).Concat(OptionTable.Moved.Keys).ToHashSet();

        var unknown =
            from path in Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md")
            from Match match in DottedName().Matches(File.ReadAllText(path))
            where areas.Contains(match.Groups[2].Value) && !keys.Contains(match.Groups[1].Value)
            select $"{Path.GetFileName(path)}: {match.Groups[1].Value}";

        Assert.Empty(unknown);
    }

    /// <summary>The key and the tables it is in.</summary>
    private static IEnumerable<string> WithTables(string key)
    {
        for (; key.Contains('.'); key = key[..key.LastIndexOf('.')]) yield return key;
    }

    private static string Short(string key) => key.StartsWith("limits.", StringComparison.Ordinal) ? key["limits.".Length..] : key;

    [GeneratedRegex(@"`(([a-z]+)\.[a-z0-9_.]+)\b[^`]*`")]
    private static partial Regex DottedName();
}
