using System.Text;

namespace Meerkat.Perf.Reports;

/// <summary>A table that reads as text and is Markdown. The first column is left-aligned, the others are not.</summary>
internal sealed class Table(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void WriteTo(TextWriter output)
    {
        int[] widths = [.. header.Select((_, column) => Math.Max(3, _rows.Max(row => row[column].Length)))];
        WriteRow(output, header, widths);
        output.WriteLine(Rule(widths));
        foreach (string[] row in _rows.Skip(1))
            WriteRow(output, row, widths);
    }

    private static void WriteRow(TextWriter output, string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        line.Append("| ").Append(cells[0].PadRight(widths[0]));
        for (int i = 1; i < cells.Length; i++)
            line.Append(" | ").Append(cells[i].PadLeft(widths[i]));
        output.WriteLine(line.Append(" |"));
    }

    private static string Rule(int[] widths)
    {
        string left = new('-', widths[0] + 2);
        return $"|{left}|" + string.Concat(widths.Skip(1).Select(width => $"{new string('-', width + 1)}:|"));
    }
}
