using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Server.Options;

/// <summary>A short text without control characters. Null: none.</summary>
internal sealed class TextType(string description) : OptionType<string?>
{
    // Longer than any list of ciphers or part of a name.
    private const int MaxChars = 1000;

    public override string Placeholder => "TEXT";

    public override string Description => description;

    public override string TomlExample => $"{description}, in quotes";

    public override string Format(string? value) => string.IsNullOrEmpty(value) ? "none" : value;

    public override string? FormatToml(string? value) => string.IsNullOrEmpty(value) ? null : Toml.TomlString.Write(value);

    public override bool TryParse(string text, out string? value, [NotNullWhen(false)] out string? mistake)
    {
        value = text;
        mistake = text switch
        {
            { Length: > MaxChars } => $"the text is longer than {MaxChars} characters",
            _ when text.Any(char.IsControl) => "the text has control characters",
            _ => null,
        };
        return mistake is null;
    }
}
