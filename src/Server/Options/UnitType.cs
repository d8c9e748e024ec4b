using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Meerkat.Server.Options;

/// <summary>A whole number with a unit behind it, within bounds: what durations and sizes have in common.</summary>
internal abstract class UnitType<T>(T min, T max) : OptionType<T>
    where T : IComparable<T>
{
    /// <summary>Units with their factors, the smallest first.</summary>
    protected abstract IReadOnlyList<(string Name, long Factor)> Units { get; }

    /// <summary>A value to show in messages.</summary>
    protected abstract string Example { get; }

    public override string Description => $"a {Placeholder.ToLowerInvariant()} from {Format(min)} to {Format(max)}";

    public override string TomlExample => $"a {Placeholder.ToLowerInvariant()} in quotes, with its unit: \"{Example}\"";

    /// <summary>In the largest unit that divides the value.</summary>
    public override string Format(T value)
    {
        var number = ToNumber(value);
        var (name, factor) = Units.Last(unit => number % unit.Factor == 0 && (number != 0 || unit.Factor == 1));
        return string.Create(CultureInfo.InvariantCulture, $"{number / factor}{name}");
    }

    public override bool TryParse(
        string text, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? mistake)
    {
        value = default;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        var unit = text[digits.Length..];
        var factor = Units.FirstOrDefault(u => u.Name == unit).Factor;
        if (factor == 0 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var units = string.Join(", ", Units.Select(u => u.Name));
            mistake = $"'{text}' is not a {Placeholder.ToLowerInvariant()}; "
                + $"write a whole number and one of the units {units}: {Example}";
            return false;
        }

        value = number > long.MaxValue / factor ? max : FromNumber(number * factor);
        var isAllowed = number <= long.MaxValue / factor && value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0;
        mistake = isAllowed ? null : $"{text} is out of range; write {Description}";
        return isAllowed;
    }

    protected abstract long ToNumber(T value);

    /// <summary>Saturates when the number is too large for the type.</summary>
    protected abstract T FromNumber(long number);
}
