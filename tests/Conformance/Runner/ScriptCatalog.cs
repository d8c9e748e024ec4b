using System.Globalization;

namespace Meerkat.Conformance.Runner;

/// <summary>All scripts beside the test assembly. Read anew by whoever asks: the numbering follows the sorted paths, so it is stable within a run.</summary>
internal static class ScriptCatalog
{
    public static IReadOnlyList<Script> Load()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "Scripts");
        var files = Directory.GetFiles(root, "*.txt", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        return [.. files.Select((file, index) => Parse(root, file, index))];
    }

    private static Script Parse(string root, string file, int index)
    {
        var name = Path.ChangeExtension(Path.GetRelativePath(root, file), null).Replace('\\', '/');
        var suffix = string.Create(CultureInfo.InvariantCulture, $".s{index}");
        return new ScriptParser(name, suffix).Parse(File.ReadAllLines(file));
    }
}
