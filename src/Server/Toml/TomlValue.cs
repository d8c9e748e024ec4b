namespace Meerkat.Server.Toml;

/// <summary>A value of a TOML document, and where it stands. Immutable, but for tables and arrays while they are
/// read.</summary>
internal abstract class TomlValue(TomlPosition position)
{
    public TomlPosition Position { get; } = position;

    /// <summary>What an error message calls it: <c>the integer 30</c>.</summary>
    public abstract string Description { get; }
}

internal sealed class TomlString(TomlPosition position, string text) : TomlValue(position)
{
    // Longer strings are cut in messages: a pasted certificate would fill the screen.
    private const int MaxShownLength = 60;

    public string Text { get; } = text;

    public override string Description => $"the string {Quote(Text)}";

    /// <summary>The text as a TOML basic string, cut to a length fit for a message.</summary>
    public static string Quote(string text) => Write(text.Length > MaxShownLength ? text[..MaxShownLength] + "…" : text);

    /// <summary>The text as a TOML basic string.</summary>
    public static string Write(string text) => $"\"{string.Concat(text.Select(Escape))}\"";

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        _ when char.IsControl(c) => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    };
}

internal sealed class TomlInteger(TomlPosition position, long value) : TomlValue(position)
{
    public long Value { get; } = value;

    public override string Description => $"the integer {Value}";
}

internal sealed class TomlFloat(TomlPosition position, double value) : TomlValue(position)
{
    public double Value { get; } = value;

    public override string Description => FormattableString.Invariant($"the number {Value}");
}

internal sealed class TomlBoolean(TomlPosition position, bool value) : TomlValue(position)
{
    public bool Value { get; } = value;

    public override string Description => Value ? "the boolean true" : "the boolean false";
}

/// <summary>One of TOML's four date-time kinds, as RFC 3339 writes it: <c>T</c> between date and time, upper
/// case.</summary>
internal sealed class TomlDateTime(TomlPosition position, TomlDateTimeKind kind, string text) : TomlValue(position)
{
    public TomlDateTimeKind Kind { get; } = kind;

    public string Text { get; } = text;

    public override string Description => $"the date or time {Text}";
}

internal enum TomlDateTimeKind
{
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
}

/// <summary>Stands where a value should be that could not be read. Its mistake is reported already.</summary>
internal sealed class TomlInvalid(TomlPosition position) : TomlValue(position)
{
    public override string Description => "a value that cannot be read";
}
