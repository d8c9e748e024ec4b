using System.Diagnostics.CodeAnalysis;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>The address of an HTTP service. Null: none.</summary>
internal sealed class UrlType : OptionType<string?>
{
    public override string Placeholder => "URL";

    public override string Description => "a URL";

    public override string TomlExample => "a URL in quotes: \"http://localhost:4317\"";

    public override string Format(string? value) => value ?? "none";

    public override string? FormatToml(string? value) => value is null ? null : TomlString.Write(value);

    public override bool TryParse(string text, out string? value, [NotNullWhen(false)] out string? mistake)
    {
        var isUrl = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
        value = isUrl ? text : null;
        mistake = isUrl ? null : $"'{text}' is not {Description}; write for example http://localhost:4317";
        return isUrl;
    }
}
