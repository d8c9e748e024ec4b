using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>A whole number within bounds.</summary>
internal sealed class CountType(int min, int max) : OptionType<int>
{
    public override string Placeholder => "N";

    public override string Description => $"a whole number from {min} to {max}";

    public override string TomlExample => $"{Description}, without quotes";

    public override string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    public override string FormatToml(int value) => Format(value);

    public override bool TryParse(string text, out int value, [NotNullWhen(false)] out string? mistake)
    {
        value = 0;
        mistake = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Check(number, out value)
            : $"'{text}' is not {Description}";
        return mistake is null;
    }

    public override bool TryConvert(TomlValue toml, ConfigurationFile file, out int value)
    {
        if (toml is not TomlInteger { Value: var number }) return Refuse(toml, file, out value);
        if (Check(number, out value) is not { } mistake) return true;

        file.Report(toml.Position, mistake);
        return false;
    }

    private string? Check(long number, out int value)
    {
        var isAllowed = number >= min && number <= max;
        value = isAllowed ? (int)number : 0;
        return isAllowed ? null : $"{number} is out of range; write {Description}";
    }
}
