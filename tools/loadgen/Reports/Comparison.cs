using System.Text.Json;

namespace Meerkat.LoadGen.Reports;

/// <summary>Two JSON reports, figure by figure. Immutable.</summary>
internal sealed class Comparison
{
    /// <summary>What two runs of the same on a shared machine differ by.</summary>
    public const double UsualPercent = 5;

    private readonly double _percent;

    private Comparison(JsonElement first, JsonElement second, double percent)
    {
        _percent = percent;
        var left = Flatten(first);
        var right = Flatten(second);
        Figures = [.. left.Keys.Where(right.ContainsKey).Select(name => new ComparedFigure(name, left[name], right[name]))];
        Settings = [.. DifferentSettings(first, second)];
    }

    /// <summary>Numbers that both reports have, in the order of the first.</summary>
    public IReadOnlyList<ComparedFigure> Figures { get; }

    /// <summary>What the runs were told differently, one line each.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Null if one of them is no report of this tool, or of another version; the error says which.</summary>
    public static Comparison? Of(string firstPath, string secondPath, double percent, out string error)
    {
        using var first = Read(firstPath, out error);
        if (first is null)
            return null;
        using var second = Read(secondPath, out error);
        if (second is null)
            return null;
        if (Schema(first) == Schema(second))
            return new Comparison(first.RootElement, second.RootElement, percent);
        error = $"{firstPath} and {secondPath} are of different schemas: {Schema(first)} and {Schema(second)}";
        return null;
    }

    public Change ChangeOf(ComparedFigure figure) => figure.ChangeBy(_percent);

    private static int Schema(JsonDocument report) => report.RootElement.GetProperty("schema").GetInt32();

    private static JsonDocument? Read(string path, out string error)
    {
        error = $"{path} is no JSON report of loadgen";
        try
        {
            var report = JsonDocument.Parse(File.ReadAllBytes(path));
            if (report.RootElement.ValueKind == JsonValueKind.Object
                && report.RootElement.TryGetProperty("tool", out var tool) && tool.ValueEquals("loadgen")
                && report.RootElement.TryGetProperty("schema", out var schema) && schema.TryGetInt32(out _))
                return report;
            report.Dispose();
        }
        catch (JsonException)
        {
            // It is none.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e.Message;
        }

        return null;
    }

    // Lists are no figures: processes of the server, points of time.
    private static Dictionary<string, double> Flatten(JsonElement report)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var section in report.EnumerateObject().Where(section => section.Name is not ("run" or "schema")))
            Flatten(section.Name, section.Value, figures);
        return figures;
    }

    private static void Flatten(string name, JsonElement value, Dictionary<string, double> figures)
    {
        if (value.ValueKind == JsonValueKind.Number)
            figures[name] = value.GetDouble();
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var part in value.EnumerateObject())
                Flatten($"{name}.{part.Name}", part.Value, figures);
        }
    }

    private static IEnumerable<string> DifferentSettings(JsonElement first, JsonElement second)
    {
        if (!first.TryGetProperty("run", out var left) || !second.TryGetProperty("run", out var right))
            yield break;
        var settings = left.EnumerateObject().Where(setting => setting.Name is not ("targets" or "measuredSeconds"));
        foreach (var setting in settings)
        {
            var other = right.TryGetProperty(setting.Name, out var value) ? value.GetRawText() : "nothing";
            if (other != setting.Value.GetRawText())
                yield return $"{setting.Name}: {setting.Value.GetRawText()} and {other}";
        }
    }
}
