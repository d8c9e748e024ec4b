using System.Diagnostics.CodeAnalysis;

namespace Meerkat.Server.Options;

/// <summary>A name that the operator has given to something: letters, digits, <c>-</c> and <c>_</c>.</summary>
internal sealed class NameType(string description) : OptionType<string>
{
    // Longer ones would not fit a line of the file.
    private const int MaxChars = 64;

    public override string Placeholder => "NAME";

    public override string Description => description;

    public override string TomlExample => $"{description}, in quotes";

    public override string Format(string value) => value;

    public override bool TryParse(
        string text, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? mistake)
    {
        var isName = text.Length is > 0 and <= MaxChars && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        value = isName ? text : null;
        mistake = isName ? null : $"'{text}' is no name; write at most {MaxChars} letters, digits, - and _";
        return isName;
    }
}
