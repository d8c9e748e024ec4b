using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Tests.Toml;

/// <summary>A TOML document as toml-test's tagged JSON. Floats and fractions of seconds are brought to one
/// spelling.</summary>
internal static partial class TaggedJson
{
    public static JsonNode Of(TomlValue value) => value switch
    {
        TomlTable table => new JsonObject(table.Entries.Select(e => KeyValuePair.Create(e.Key.Name, (JsonNode?)Of(e.Value)))),
        TomlArray array => new JsonArray([.. array.Items.Select(Of)]),
        TomlString text => Tagged("string", text.Text),
        TomlInteger integer => Tagged("integer", integer.Value.ToString(CultureInfo.InvariantCulture)),
        TomlFloat number => Tagged("float", Spell(number.Value)),
        TomlBoolean boolean => Tagged("bool", boolean.Value ? "true" : "false"),
        TomlDateTime time => Tagged(Tag(time.Kind), WithoutTrailingZeros(time.Text)),
        _ => throw new ArgumentException($"{value} has no tag"),
    };

    /// <summary>The expected JSON in the same spelling.</summary>
    public static JsonNode Normalize(JsonNode node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(item => Normalize(item!))]),
        JsonObject o when IsTagged(o) => Tagged((string)o["type"]!, Spell((string)o["type"]!, (string)o["value"]!)),
        JsonObject o => new JsonObject(o.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)Normalize(e.Value!)))),
        _ => throw new ArgumentException($"{node} is not tagged"),
    };

    private static bool IsTagged(JsonObject o) =>
        o.Count == 2 && o["type"] is JsonValue && o["value"] is JsonValue;

    private static JsonObject Tagged(string type, string value) => new() { ["type"] = type, ["value"] = value };

    private static string Spell(string type, string value) => type switch
    {
        "float" => Spell(value.TrimStart('+') switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" or "-nan" => double.NaN,
            _ => double.Parse(value, CultureInfo.InvariantCulture),
        }),
        "datetime" or "datetime-local" or "time-local" => WithoutTrailingZeros(value),
        _ => value,
    };

    private static string Spell(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Tag(TomlDateTimeKind kind) => kind switch
    {
        TomlDateTimeKind.OffsetDateTime => "datetime",
        TomlDateTimeKind.LocalDateTime => "datetime-local",
        TomlDateTimeKind.LocalDate => "date-local",
        _ => "time-local",
    };

    private static string WithoutTrailingZeros(string time) =>
        Fraction().Replace(time, m => m.Value.TrimEnd('0').TrimEnd('.'));

    [GeneratedRegex(@"\.[0-9]+")]
    private static partial Regex Fraction();
}
