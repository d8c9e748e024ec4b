using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Admin;

/// <summary>The types of arguments that several commands have. Immutable.</summary>
internal static class AdminTypes
{
    // Far more than any of them is for; a request has a limit of its own.
    private const int MaxTextChars = 10_000;

    public static AdminType<Jid> Account { get; } = new("USER@DOMAIN", "an account: user@domain", ReadAccount) { Form = AdminForm.Address };

    public static AdminType<Jid> Session { get; } =
        new("USER@DOMAIN/RESOURCE", "a connected resource: user@domain/resource", ReadSession) { Form = AdminForm.Address };

    public static AdminType<Jid> Address { get; } = new("JID", "an address: a domain, user@domain or user@domain/resource", ReadAddress)
    {
        Form = AdminForm.Address,
    };

    public static AdminType<Jid> Domain { get; } = new("DOMAIN", "a domain that this server serves", ReadDomain);

    public static AdminType<string> Text { get; } = new("TEXT", "a text", ReadText);

    public static AdminType<string> Secret { get; } = new("PASSWORD", "a password", ReadText) { Form = AdminForm.Secret };

    public static AdminType<byte[]> Xml { get; } = new("XML", "an XML element", ReadXml);

    public static AdminType<string> Pattern { get; } =
        new("PATTERN", "a pattern, in which * stands for any characters and ? for one", ReadText);

    public static AdminType<DateTimeOffset> Time { get; } =
        new("TIME", "a time: 2026-01-31T12:00:00Z, or seconds since 1970", ReadTime);

    public static AdminType<bool> Boolean { get; } = new("true|false", "true or false", ReadBoolean)
    {
        Form = AdminForm.Boolean,
        Choices = ["true", "false"],
    };

    public static AdminType<IReadOnlyList<string>> Texts { get; } = new("TEXT", "texts", ReadTexts) { Form = AdminForm.Texts };

    public static AdminType<IReadOnlyList<string>> SecretLines { get; } =
        new("FILE", "lines of text", ReadTexts) { Form = AdminForm.SecretLines };

    public static AdminType<LogLevel> LogLevel { get; } = Choice(
        ("debug", Microsoft.Extensions.Logging.LogLevel.Debug),
        ("info", Microsoft.Extensions.Logging.LogLevel.Information),
        ("warning", Microsoft.Extensions.Logging.LogLevel.Warning),
        ("error", Microsoft.Extensions.Logging.LogLevel.Error));

    public static AdminType<int> Number(int min, int max) => new(
        "N",
        $"a whole number from {min} to {max}",
        (IReadOnlyList<string> texts, out int value) =>
            int.TryParse(texts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max
                ? null
                : $"'{texts[0]}' is not a whole number from {min} to {max}")
    {
        Form = AdminForm.Number,
        Range = (min, max),
    };

    public static AdminType<T> Choice<T>(params (string Word, T Value)[] choices) => new(
        string.Join('|', choices.Select(choice => choice.Word)),
        "one of " + string.Join(", ", choices.Select(choice => choice.Word)),
        (IReadOnlyList<string> texts, out T? value) =>
        {
            value = choices.FirstOrDefault(choice => choice.Word == texts[0]).Value;
            return choices.Any(choice => choice.Word == texts[0])
                ? null
                : $"'{texts[0]}' is not one of {string.Join(", ", choices.Select(choice => choice.Word))}";
        })
    {
        Form = AdminForm.Choice,
        Choices = [.. choices.Select(choice => choice.Word)],
    };

    /// <summary>Whether a text fits a <see cref="Pattern"/>.</summary>
    public static bool Matches(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static string? ReadAccount(IReadOnlyList<string> texts, out Jid? jid) =>
        Jid.TryParse(texts[0], out jid) && jid.HasLocal && jid.IsBare ? null : $"'{texts[0]}' is not an account; write user@domain";

    private static string? ReadSession(IReadOnlyList<string> texts, out Jid? jid) =>
        Jid.TryParse(texts[0], out jid) && jid.HasLocal && jid.IsFull
            ? null
            : $"'{texts[0]}' is not a connected resource; write user@domain/resource";

    private static string? ReadAddress(IReadOnlyList<string> texts, out Jid? jid) =>
        Jid.TryParse(texts[0], out jid) ? null : $"'{texts[0]}' is not an address; write user@domain";

    private static string? ReadDomain(IReadOnlyList<string> texts, out Jid? jid) =>
        Jid.TryParse(texts[0], out jid) && !jid.HasLocal && jid.IsBare ? null : $"'{texts[0]}' is not a domain";

    private static string? ReadText(IReadOnlyList<string> texts, out string? text)
    {
        text = texts[0];
        return text.Length <= MaxTextChars ? null : $"the text is longer than {MaxTextChars} characters";
    }

    private static string? ReadXml(IReadOnlyList<string> texts, out byte[]? element) =>
        XmlArgument.TryRead(Encoding.UTF8.GetBytes(texts[0]), out element) ? null : "it is not one well-formed XML element";

    private static string? ReadTime(IReadOnlyList<string> texts, out DateTimeOffset time)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        // The largest number of seconds that a DateTimeOffset holds, 9999-12-31.
        const long MaxSeconds = 253_402_300_799;
        if (DateTimeOffset.TryParse(texts[0], CultureInfo.InvariantCulture, Utc, out time)) return null;
        if (!long.TryParse(texts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxSeconds)
            return $"'{texts[0]}' is not a time; write 2026-01-31T12:00:00Z or seconds since 1970";

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return null;
    }

    private static string? ReadBoolean(IReadOnlyList<string> texts, out bool value)
    {
        value = texts[0] == "true";
        return texts[0] is "true" or "false" ? null : $"'{texts[0]}' is not true or false";
    }

    private static string? ReadTexts(IReadOnlyList<string> texts, out IReadOnlyList<string>? value)
    {
        value = texts;
        return null;
    }
}
