using System.Globalization;
using System.Text.RegularExpressions;

namespace Meerkat.Server.Toml;

/// <summary>Reads TOML's dates and times: RFC 3339, of which the time, the date or the offset may be left
/// out.</summary>
internal static partial class TomlDateTimeReader
{
    private const string Date = "(?<date>(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2}))";
    private const string Time = @"(?<time>(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.[0-9]+)?)";
    private const string Offset = "(?<offset>[Zz]|[+-](?<offsetHour>[0-9]{2}):(?<offsetMinute>[0-9]{2}))";

    public static bool LooksLikeDateOrTime(string token) => Start().IsMatch(token);

    /// <summary>Whether the token is a date alone, so that a blank and a time may follow.</summary>
    public static bool IsDate(string token) => DateAlone().IsMatch(token);

    /// <summary>The value, or a <see cref="TomlInvalid"/> with its mistake added to
    /// <paramref name="errors"/>.</summary>
    public static TomlValue Read(TomlPosition position, string token, List<TomlError> errors)
    {
        var match = DateTime().Match(token);
        var mistake =
            match.Success ? FindOutOfRange(match) : "write for example 2030-12-31, 23:59:59 or 2030-12-31T23:59:59Z";
        if (mistake is not null)
        {
            errors.Add(new TomlError(position, $"{token} is not a date or time; {mistake}"));
            return new TomlInvalid(position);
        }

        var kind = (match.Groups["date"].Success, match.Groups["time"].Success, match.Groups["offset"].Success) switch
        {
            (true, true, true) => TomlDateTimeKind.OffsetDateTime,
            (true, true, false) => TomlDateTimeKind.LocalDateTime,
            (true, false, _) => TomlDateTimeKind.LocalDate,
            _ => TomlDateTimeKind.LocalTime,
        };
        return new TomlDateTime(position, kind, token.ToUpperInvariant().Replace(' ', 'T'));
    }

    private static string? FindOutOfRange(Match match)
    {
        var year = Number(match, "year");
        var month = Number(match, "month");
        if (match.Groups["date"].Success)
        {
            if (month is < 1 or > 12) return "the month is 01 to 12";
            // Year 0 is a leap year of RFC 3339 that DateTime does not know; 2000 has the same days.
            var days = System.DateTime.DaysInMonth(year == 0 ? 2000 : year, month);
            var day = Number(match, "day");
            if (day < 1 || day > days) return "the month does not have this day";
        }

        if (Number(match, "hour") > 23) return "the hour is 00 to 23";
        if (Number(match, "minute") > 59) return "the minute is 00 to 59";
        if (Number(match, "second") > 60) return "the second is 00 to 59, or 60 for a leap second";
        if (Number(match, "offsetHour") > 23 || Number(match, "offsetMinute") > 59)
        {
            return "the offset is at most 23:59";
        }
        return null;
    }

    /// <summary>The digits of a group; 0 if it is not there.</summary>
    private static int Number(Match match, string group) =>
        match.Groups[group].Success
            ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]|[0-9]{1,2}:)")]
    private static partial Regex Start();

    [GeneratedRegex($@"\A{Date}\z")]
    private static partial Regex DateAlone();

    [GeneratedRegex($@"\A({Date}([Tt ]{Time}{Offset}?)?|{Time})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DateTime();
}
