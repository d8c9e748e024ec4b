using System.Globalization;
using System.Text.RegularExpressions;

namespace Meerkat.Server.Tests.Metrics;

/// <summary>
/// Reads OpenMetrics 1.0 as strictly as its text says: order of lines, names, suffixes, escapes, buckets, the end. Throws what
/// is wrong.
/// </summary>
internal sealed partial class OpenMetricsParser
{
    private static readonly Dictionary<string, string[]> _suffixes = new()
    {
        ["gauge"] = [""],
        ["counter"] = ["_total", "_created"],
        ["histogram"] = ["_bucket", "_sum", "_count", "_created"],
        ["info"] = ["_info"],
    };

    private readonly Dictionary<string, (string Type, string? Unit)> _families = [];
    private readonly HashSet<string> _samples = [];
    private string _family = "";
    private bool _hasSamples;

    /// <summary>The values by name and labels.</summary>
    public Dictionary<string, double> Values { get; } = [];

    /// <summary>The type of each family.</summary>
    public IReadOnlyDictionary<string, (string Type, string? Unit)> Families => _families;

    public static OpenMetricsParser Parse(string text)
    {
        var parser = new OpenMetricsParser();
        if (!text.EndsWith("# EOF\n", StringComparison.Ordinal)) throw new FormatException("the end is missing");

        var lines = text[..^1].Split('\n');
        foreach (var line in lines[..^1]) parser.Read(line);
        parser.CheckBuckets();
        return parser;
    }

    private void Read(string line)
    {
        if (line.Length == 0 || line.Contains('\r')) throw new FormatException("an empty line, or a carriage return");
        if (line.StartsWith('#')) ReadDescription(line);
        else ReadSample(line);
    }

    private void ReadDescription(string line)
    {
        var parts = Description().Match(line);
        if (!parts.Success) throw new FormatException($"no description: {line}");

        var (kind, name, value) = (parts.Groups[1].Value, parts.Groups[2].Value, parts.Groups[3].Value);
        if (name != _family || _hasSamples)
        {
            if (kind != "TYPE") throw new FormatException($"the type comes first: {line}");
            if (!_families.TryAdd(name, (value, null))) throw new FormatException($"{name} comes twice");
            if (!_suffixes.ContainsKey(value)) throw new FormatException($"no type: {line}");
            (_family, _hasSamples) = (name, false);
        }
        else if (kind == "UNIT")
        {
            if (!name.EndsWith($"_{value}", StringComparison.Ordinal)) throw new FormatException($"the name does not end with its unit: {line}");
            _families[name] = _families[name] with { Unit = value };
        }
        else if (kind == "TYPE" || !Escaped().IsMatch(value))
        {
            throw new FormatException($"a second type, or a bad escape: {line}");
        }
    }

    private void ReadSample(string line)
    {
        var parts = Sample().Match(line);
        if (!parts.Success) throw new FormatException($"no sample: {line}");

        var (name, labels) = (parts.Groups[1].Value, parts.Groups[2].Value);
        if (!_families.TryGetValue(_family, out var family) || !_suffixes[family.Type].Any(suffix => _family + suffix == name))
            throw new FormatException($"not of the family {_family}: {line}");
        var names = Label().Matches(labels).Select(label => label.Groups[1].Value).ToList();
        if (names.Distinct().Count() != names.Count) throw new FormatException($"a label comes twice: {line}");
        if (!_samples.Add($"{name}{{{labels}}}")) throw new FormatException($"the sample comes twice: {line}");

        var value = parts.Groups[3].Value is "+Inf" ? double.PositiveInfinity : double.Parse(parts.Groups[3].Value, CultureInfo.InvariantCulture);
        if (family.Type == "counter" && value < 0) throw new FormatException($"a counter is negative: {line}");
        Values.Add(labels.Length == 0 ? name : $"{name}{{{labels}}}", value);
        _hasSamples = true;
    }

    private void CheckBuckets()
    {
        foreach (var (name, _) in _families.Where(family => family.Value.Type == "histogram"))
        {
            var all = Values.Where(value => value.Key.StartsWith($"{name}_bucket{{", StringComparison.Ordinal));
            foreach (var buckets in all.GroupBy(bucket => Bound().Replace(bucket.Key[$"{name}_bucket".Length..], "")))
            {
                if (buckets.Zip(buckets.Skip(1)).Any(pair => pair.First.Value > pair.Second.Value)) throw new FormatException($"buckets of {name} fall");
                if (!buckets.Last().Key.EndsWith("le=\"+Inf\"}", StringComparison.Ordinal)) throw new FormatException($"{name} has no last bucket");
                var count = name + "_count" + (buckets.Key == "{}" ? "" : buckets.Key);
                if (buckets.Last().Value != Values[count]) throw new FormatException($"{count} is not its last bucket's");
            }
        }
    }

    [GeneratedRegex(",?le=\"[^\"]*\"")]
    private static partial Regex Bound();

    [GeneratedRegex("^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$")]
    private static partial Regex Description();

    [GeneratedRegex("""^(?:[^\\"]|\\[\\"n])*$""")]
    private static partial Regex Escaped();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^\\"\n]|\\[\\"n])*",?)*)\})? (\+Inf|-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("([a-zA-Z_][a-zA-Z0-9_]*)=\"(?:[^\\\\\"]|\\\\[\\\\\"n])*\"")]
    private static partial Regex Label();
}
