using System.Diagnostics.CodeAnalysis;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>On or off. The flag alone means true.</summary>
internal sealed class BooleanType : OptionType<bool>
{
    public override string Placeholder => "true|false";

    public override string Description => "true or false";

    public override string TomlExample => "true or false, without quotes";

    public override string Format(bool value) => value ? "true" : "false";

    public override string FormatToml(bool value) => Format(value);

    public override bool TryParse(string text, out bool value, [NotNullWhen(false)] out string? mistake)
    {
        value = text == "true";
        mistake = text is "true" or "false" ? null : $"'{text}' is not {Description}";
        return mistake is null;
    }

    public override bool TryParseAll(
        IReadOnlyList<string> texts, out bool value, [NotNullWhen(false)] out string? mistake) =>
        TryParse(texts.Count == 0 ? "true" : texts[^1], out value, out mistake);

    public override bool TryConvert(TomlValue toml, ConfigurationFile file, out bool value)
    {
        if (toml is not TomlBoolean boolean) return Refuse(toml, file, out value);
        value = boolean.Value;
        return true;
    }
}
