using System.Diagnostics.CodeAnalysis;
using Meerkat.Engine.Components;
using Meerkat.Server.Toml;

namespace Meerkat.Server.Options;

/// <summary>A password for each of some domains: a table in the file, <c>DOMAIN=SECRET</c> on the command line.</summary>
internal sealed class PasswordsType : OptionType<IReadOnlyDictionary<string, Secret>>
{
    private static readonly DomainType _domain = new();
    private static readonly SecretType _secret = new();

    public override string Placeholder => "DOMAIN=SECRET";

    public override string Description => "a password for each domain";

    public override string TomlExample => "a table of passwords: { \"bot.example.com\" = \"secret\" }";

    public override bool IsList => true;

    public override string Format(IReadOnlyDictionary<string, Secret> value) =>
        value.Count == 0 ? ListType<Secret>.None : string.Join(", ", value.Select(pair => $"{pair.Key}={pair.Value}"));

    public override string FormatToml(IReadOnlyDictionary<string, Secret> value) => value.Count == 0
        ? "{}"
        : $"{{ {string.Join(", ", value.Select(pair => $"{TomlString.Quote(pair.Key)} = {_secret.FormatToml(pair.Value)}"))} }}";

    public override bool TryParse(
        string text,
        [MaybeNullWhen(false)] out IReadOnlyDictionary<string, Secret> value,
        [NotNullWhen(false)] out string? mistake) => TryParseAll([text], out value, out mistake);

    public override bool TryParseAll(
        IReadOnlyList<string> texts,
        [MaybeNullWhen(false)] out IReadOnlyDictionary<string, Secret> value,
        [NotNullWhen(false)] out string? mistake)
    {
        Dictionary<string, Secret> passwords = [];
        (value, mistake) = (passwords, null);
        if (texts is [ListType<Secret>.None]) return true;

        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                mistake = "there is no '='; write DOMAIN=SECRET";
                return false;
            }

            if (!_domain.TryParse(text[..equals], out var domain, out mistake)) return false;
            if (!_secret.TryParse(text[(equals + 1)..], out var secret, out mistake)) return false;
            passwords[domain] = secret!;
        }

        return true;
    }

    public override bool TryConvert(
        TomlValue toml, ConfigurationFile file, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, Secret> value)
    {
        Dictionary<string, Secret> passwords = [];
        value = passwords;
        if (toml is not TomlTable table)
        {
            // The general message would show what was found.
            if (toml is not TomlInvalid) file.Report(toml.Position, $"this is no table; write {TomlExample}");
            return false;
        }

        var isRight = true;
        foreach (var (key, entry) in table.Entries)
        {
            if (!_domain.TryParse(key.Name, out var domain, out var mistake))
            {
                file.Report(key.Position, mistake);
                isRight = false;
            }
            else if (_secret.TryConvert(entry, file, out var secret))
            {
                passwords[domain] = secret!;
            }
            else
            {
                isRight = false;
            }
        }

        return isRight;
    }
}
