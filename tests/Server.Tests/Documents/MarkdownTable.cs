namespace Meerkat.Server.Tests.Documents;

/// <summary>Reads rows out of the tables of committed documents.</summary>
internal static class MarkdownTable
{
    /// <summary>The cells of every row whose first cell begins like this, without backticks.</summary>
    public static IEnumerable<string[]> Rows(string file, string firstCellStart) =>
        from line in File.ReadLines(RepositoryFiles.PathOf(file))
        where line.StartsWith('|')
        let cells = line.Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray()
        where cells[0].StartsWith(firstCellStart, StringComparison.Ordinal)
        select cells;
}
