using System.Globalization;
using System.Text.RegularExpressions;

namespace Meerkat.Server.Toml;

/// <summary>Reads an unquoted value: boolean, integer or float. Dates and times are left to
/// <see cref="TomlDateTimeReader"/>.</summary>
internal static partial class TomlScalarReader
{
    /// <summary>The value, or a <see cref="TomlInvalid"/> with its mistake added to
    /// <paramref name="errors"/>.</summary>
    public static TomlValue Read(TomlPosition position, string token, List<TomlError> errors)
    {
        if (token is "true" or "false") return new TomlBoolean(position, token == "true");
        if (TomlDateTimeReader.LooksLikeDateOrTime(token)) return TomlDateTimeReader.Read(position, token, errors);
        if (DecimalInteger().IsMatch(token)) return ReadInteger(position, token, errors);
        if (PrefixedInteger().IsMatch(token)) return ReadPrefixedInteger(position, token, errors);
        if (Float().IsMatch(token)) return new TomlFloat(position, ReadFloat(token));

        errors.Add(new TomlError(position, Explain(token)));
        return new TomlInvalid(position);
    }

    private static TomlValue ReadInteger(TomlPosition position, string token, List<TomlError> errors) =>
        long.TryParse(
            token.Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? new TomlInteger(position, value)
            : TooLarge(position, token, errors);

    private static TomlValue ReadPrefixedInteger(TomlPosition position, string token, List<TomlError> errors)
    {
        var bitsPerDigit = token[1] switch { 'x' => 4, 'o' => 3, _ => 1 };
        var value = 0L;
        foreach (var c in token.AsSpan(2))
        {
            if (c == '_') continue;
            if (value > long.MaxValue >> bitsPerDigit) return TooLarge(position, token, errors);
            value = (value << bitsPerDigit) | (uint)(char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        return new TomlInteger(position, value);
    }

    private static TomlInvalid TooLarge(TomlPosition position, string token, List<TomlError> errors)
    {
        errors.Add(new TomlError(position, $"{token} does not fit into 64 bits; write a number up to {long.MaxValue}"));
        return new TomlInvalid(position);
    }

    private static double ReadFloat(string token) => token.TrimStart('+', '-') switch
    {
        "nan" => double.NaN,
        "inf" => token[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ => double.Parse(token.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string Explain(string token)
    {
        if (token.Length == 0) return "a value is missing";
        if (token.ToLowerInvariant() is "true" or "false" or "inf" or "nan" && !token.Any(char.IsAsciiLetterLower))
        {
            return $"{token} is not a value; write {token.ToLowerInvariant()}";
        }

        return token.ToLowerInvariant() switch
        {
            "true" or "yes" or "on" => $"{token} is not a value; write true",
            "false" or "no" or "off" => $"{token} is not a value; write false",
            _ when LeadingZero().IsMatch(token) => $"{token} starts with a zero; write {WithoutLeadingZeros(token)}",
            _ when char.IsAsciiDigit(token[0]) =>
                $"{token} is not a number; write text and values with units in quotes: \"{token}\"",
            _ => $"{token} is not a value; write text in quotes: {TomlString.Quote(token.Trim('"', '\''))}",
        };
    }

    private static string WithoutLeadingZeros(string token)
    {
        var digits = token.TrimStart('+', '-').TrimStart('0');
        return (token[0] == '-' ? "-" : "") + (digits.Length == 0 ? "0" : digits);
    }

    [GeneratedRegex(@"\A[+-]?(0|[1-9](_?[0-9])*)\z")]
    private static partial Regex DecimalInteger();

    [GeneratedRegex(@"\A0(x[0-9A-Fa-f](_?[0-9A-Fa-f])*|o[0-7](_?[0-7])*|b[01](_?[01])*)\z")]
    private static partial Regex PrefixedInteger();

    [GeneratedRegex(@"\A[+-]?(inf|nan|(0|[1-9](_?[0-9])*)(?=[.eE])(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?)\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"\A[+-]?0[0-9]+\z")]
    private static partial Regex LeadingZero();
}
