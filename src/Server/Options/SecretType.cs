using System.Diagnostics.CodeAnalysis;
using Meerkat.Engine.Components;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>A password, which is read but never shown. Null: none.</summary>
internal sealed class SecretType : OptionType<Secret?>
{
    public override string Placeholder => "SECRET";

    public override string Description => "a password";

    public override string TomlExample => "a password in quotes";

    public override string Format(Secret? value) => value?.ToString() ?? "none";

    public override string? FormatToml(Secret? value) => value is null ? null : TomlString.Quote(value.ToString());

    public override bool TryParse(string text, out Secret? value, [NotNullWhen(false)] out string? mistake)
    {
        value = text.Length > 0 ? new Secret(text) : null;
        mistake = value is null ? "the password is empty" : null;
        return value is not null;
    }

    public override bool TryConvert(TomlValue toml, ConfigurationFile file, out Secret? value)
    {
        if (toml is TomlString) return base.TryConvert(toml, file, out value);

        // The general message would show what was found.
        value = null;
        if (toml is not TomlInvalid) file.Report(toml.Position, $"this is no text; write {TomlExample}");
        return false;
    }
}
