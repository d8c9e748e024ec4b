using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Meerkat.Conformance.Runner;

/// <summary>
/// The named values of one script run: captured from what was received, and put into what is sent or expected.
/// Also turns an expected value with placeholders into a regular expression.
/// </summary>
internal sealed partial class Variables
{
    // XEP-0082 §3.2: DateTime in UTC, fractions allowed.
    private const string TimePattern = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z";

    private readonly Dictionary<string, string> _values = [];

    public Variables()
    {
    }

    private Variables(Variables other) => _values = new(other._values);

    public void Set(string name, string value) => _values[name] = value;

    public Variables Copy() => new(this);

    public void Take(Variables other)
    {
        foreach (var (name, value) in other._values)
            _values[name] = value;
    }

    /// <summary>Text to send: every placeholder must have a value by now. What is to be encoded is localised before.</summary>
    public string Expand(string text, Func<string, string> localise)
    {
        var expanded = localise(Name().Replace(text, match => Value(match.Groups[1].Value)));
        expanded = Repeat().Replace(expanded, match =>
            new StringBuilder().Insert(0, match.Groups[2].Value, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToString());
        return Base64().Replace(expanded, match => Convert.ToBase64String(Escapes.ToBytes(match.Groups[1].Value)));
    }

    /// <summary>True when the value is as expected; named placeholders met for the first time are captured.</summary>
    public bool Match(string expected, string actual)
    {
        if (!expected.Contains('{', StringComparison.Ordinal))
            return expected == actual;
        var match = Regex.Match(actual, ToPattern(expected), RegexOptions.Singleline);
        foreach (var name in match.Groups.Keys.Where(key => match.Success && !char.IsDigit(key[0])))
            _values[name] = match.Groups[name].Value;
        return match.Success;
    }

    private string ToPattern(string expected)
    {
        var pattern = new StringBuilder("^");
        var end = 0;
        foreach (Match match in Name().Matches(expected))
        {
            pattern.Append(Regex.Escape(expected[end..match.Index])).Append(ToPatternOfName(match.Groups[1].Value));
            end = match.Index + match.Length;
        }

        return pattern.Append(Regex.Escape(expected[end..])).Append('$').ToString();
    }

    private string ToPatternOfName(string name) => name switch
    {
        "any" => ".+",
        "number" => "[0-9]+",
        "time" => TimePattern,
        _ when _values.TryGetValue(name, out var value) => Regex.Escape(value),
        _ => $"(?<{name}>.+)",
    };

    private string Value(string name) =>
        _values.TryGetValue(name, out var value) ? value : throw new ScriptFailure($"{{{name}}} has no value yet");

    [GeneratedRegex(@"\{([A-Za-z][\w.]*)\}")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{repeat (\d+) ([^}]*)\}")]
    private static partial Regex Repeat();

    [GeneratedRegex(@"\{base64 ([^}]*)\}")]
    private static partial Regex Base64();
}
