using System.Text.Encodings.Web;
using System.Text.Json;

namespace Meerkat.Perf.Benchmarks;

/// <summary>Bytes that each benchmark may allocate for an operation: <c>perf/baselines.json</c>.</summary>
internal static class Baselines
{
    public const string File = "baselines.json";

    private static readonly JsonSerializerOptions _indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As they were when the program was built.</summary>
    public static Dictionary<string, long> Read() => JsonSerializer.Deserialize<Dictionary<string, long>>(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, File)))!;

    public static void Write(string path, IEnumerable<KeyValuePair<string, long>> bytesByName) =>
        System.IO.File.WriteAllText(path, JsonSerializer.Serialize(new Dictionary<string, long>(bytesByName), _indented) + "\n");
}
