using System.Text;
using System.Text.Json;
using Meerkat.Engine.Admin;

namespace Meerkat.Server.Commands;

/// <summary>Shows answers as text for people and scripts: a row to a line, values separated by tabs.</summary>
internal static class CtlOutput
{
    public static async Task WriteAsync(Stream body, AdminShape shape, TextWriter output, CancellationToken stop)
    {
        if (shape.Kind is AdminShapeKind.List or AdminShapeKind.Table)
        {
            await foreach (var row in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(body, cancellationToken: stop).ConfigureAwait(false))
                await output.WriteLineAsync(RowOf(row, shape)).ConfigureAwait(false);
            return;
        }

        using var answer = await JsonDocument.ParseAsync(body, cancellationToken: stop).ConfigureAwait(false);
        if (shape.Kind == AdminShapeKind.Record)
        {
            foreach (var column in shape.Columns)
                await output.WriteLineAsync($"{column.Name}: {CellOf(answer.RootElement, column)}".TrimEnd()).ConfigureAwait(false);
        }
        else
        {
            await output.WriteLineAsync(answer.RootElement.GetProperty("result").ToString().TrimEnd('\n')).ConfigureAwait(false);
        }
    }

    public static async Task CopyAsync(Stream body, TextWriter output, CancellationToken stop)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, stop).ConfigureAwait(false) is var count and > 0)
            await output.WriteAsync(buffer.AsMemory(0, count), stop).ConfigureAwait(false);
        await output.WriteLineAsync().ConfigureAwait(false);
    }

    private static string RowOf(JsonElement row, AdminShape shape) => shape.Kind == AdminShapeKind.List
        ? Clean(row.GetString()!)
        : string.Join('\t', shape.Columns.Select(column => CellOf(row, column)));

    private static string CellOf(JsonElement row, AdminColumn column)
    {
        // A server of another version may know other columns.
        if (!row.TryGetProperty(column.Name, out var cell)) return "";

        return cell.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Array => string.Join(", ", cell.EnumerateArray().Select(item => Clean(item.GetString()!))),
            _ => Clean(cell.ToString()),
        };
    }

    /// <summary>What users write must not move the cursor, nor look like another row.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
