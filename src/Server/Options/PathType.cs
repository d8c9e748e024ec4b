using System.Diagnostics.CodeAnalysis;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>
/// A file or directory. Relative paths count from the directory of the configuration file that names them; on the
/// command line from the current directory. Null: none.
/// </summary>
internal sealed class PathType(string placeholder) : OptionType<string?>
{
    public override string Placeholder => placeholder;

    public override string Description => "a path";

    public override string TomlExample => "a path in quotes";

    public override string Format(string? value) => value ?? "none";

    public override string? FormatToml(string? value) => value is null ? null : TomlString.Write(value);

    public override bool TryParse(string text, out string? value, [NotNullWhen(false)] out string? mistake)
    {
        value = text;
        mistake = text switch
        {
            "" => "the path is empty",
            _ when text.Contains('\0') => "the path has a character U+0000",
            _ => null,
        };
        return mistake is null;
    }

    public override bool TryConvert(TomlValue toml, ConfigurationFile file, out string? value)
    {
        if (!base.TryConvert(toml, file, out value)) return false;
        value = Path.Combine(file.Directory, value!);
        return true;
    }
}
